// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/argv.c qemu-wrapper/run/conf.c init/lib/words.c qemu-wrapper/run/defargs.c qemu-wrapper/run/dump.c init/lib/num.c qemu-wrapper/run/vdev.c qemu-wrapper/run/why.c */
/* What conf_read() makes of a xenstore that is incomplete, wrong or refuses. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../qemu-wrapper/run/conf.h"
#include "../../qemu-wrapper/run/defargs.h"
#include "../../qemu-wrapper/run/dump.h"

#define S	"/local/domain/7/"
#define G	"/local/domain/5/"
#define BACK	"/local/domain/0/backend/vbd/7/5632"
#define BASE	S "target = \"5\"\n" G "vm = \"/vm/u\"\n"

static struct dump dump;
static struct dmconf conf;
static struct why why;

/* The dump, but one path gives an error. */
struct broken {
	const char *path;
	int err;
};

static ssize_t broken_read(const struct store *s, const char *path,
			   char *buf, size_t cap)
{
	const struct broken *b = s->priv;

	if (b->path != NULL && strcmp(path, b->path) == 0)
		return b->err;
	return dump.store.read(&dump.store, path, buf, cap);
}

static int broken_list(const struct store *s, const char *path,
		       store_visit *visit, void *arg)
{
	const struct broken *b = s->priv;

	if (b->path != NULL && strcmp(path, b->path) == 0)
		return b->err;
	return dump.store.list(&dump.store, path, visit, arg);
}

static enum verdict conf_from(const char *text, struct broken *b)
{
	struct store s = { broken_read, broken_list, b };

	memset(&dump, 0, sizeof(dump));
	memset(&conf, 0, sizeof(conf));
	memset(&why, 0, sizeof(why));
	dump.len = strlen(text);
	memcpy(dump.text, text, dump.len);
	assert_int_equal(dump_parse(&dump, &why), VERDICT_OK);
	return conf_read(&conf, &s, &why);
}

static void test_errors(void **state)
{
	static const struct {
		const char *name, *text;
		struct broken broken;
		enum verdict want;
		const char *why;
	} row[] = {
		{ "target is refused", BASE, { "target", -EACCES },
		  VERDICT_SYSTEM,
		  "xenstore node target: Permission denied" },
		{ "target has a NUL", S "target = \"5\\000\"\n", { 0 },
		  VERDICT_SYSTEM, "xenstore node target: Invalid argument" },
		{ "target is too long", S "target = \"0000000000000005\"\n",
		  { 0 }, VERDICT_SYSTEM,
		  "xenstore node target: File too large" },
		{ "target is no domain", S "target = \"32752\"\n", { 0 },
		  VERDICT_USER,
		  "xenstore node target: \"32752\" is not a guest's domain number" },
		{ "the last domain", S "target = \"32751\"\n", { 0 },
		  VERDICT_OK, "" },
		{ "vm is refused", BASE, { G "vm", -EACCES }, VERDICT_SYSTEM,
		  G "vm: Permission denied" },
		{ "vm is too long", BASE, { G "vm", -EFBIG }, VERDICT_SYSTEM,
		  G "vm: File too large" },
		{ "dm-argv is refused", BASE,
		  { "/vm/u/image/dm-argv", -EACCES }, VERDICT_SYSTEM,
		  "/vm/u/image/dm-argv: Permission denied" },
		{ "argument 0", BASE "/vm/u/image/dm-argv/000 = \"\"\n",
		  { 0 }, VERDICT_USER, "dm-argv: key \"000\" is not a number "
		  "from 001 to 1100" },
		{ "a key of many zeroes",
		  BASE "/vm/u/image/dm-argv/00000001 = \"\"\n", { 0 },
		  VERDICT_USER, "dm-argv: key \"00000001\" is not a number "
		  "from 001 to 1100" },
		{ "vbds are refused", BASE, { "device/vbd", -EIO },
		  VERDICT_SYSTEM, "device/vbd: Input/output error" },
		{ "a vbd without number", BASE S "device/vbd/hda = \"\"\n",
		  { 0 }, VERDICT_USER,
		  "device/vbd: \"hda\" is not a number" },
		{ "a vif without number", BASE S "device/vif/x = \"\"\n",
		  { 0 }, VERDICT_USER, "device/vif: \"x\" is not a number" },
		{ "a console without number",
		  BASE S "device/console/x = \"\"\n", { 0 }, VERDICT_USER,
		  "device/console: \"x\" is not a number" },
		{ "no device at all", BASE, { 0 }, VERDICT_OK, "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct broken b = row[i].broken;

		print_message("# %s\n", row[i].name);
		assert_int_equal(conf_from(row[i].text, &b), row[i].want);
		assert_string_equal(why.text, row[i].why);
	}
}

/* A directory too large to list (oxenstored) is read key by key. */
static void test_unlistable_args(void **state)
{
	static const char dir[] = "/vm/u/image/dm-argv";
	char text[64 * 1024];
	struct broken b = { dir, -E2BIG };
	size_t len, i;
	static const struct {
		unsigned int n;
		enum verdict want;
	} row[] = {
		{ 0, VERDICT_OK }, { 1, VERDICT_OK }, { 999, VERDICT_OK },
		{ 1000, VERDICT_OK }, { CONF_MAX_ARGS, VERDICT_OK },
		{ CONF_MAX_ARGS + 1, VERDICT_USER },
	};

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		unsigned int k;

		len = (size_t)snprintf(text, sizeof(text), BASE);
		for (k = 1; k <= row[i].n; k++)
			len += (size_t)snprintf(text + len, sizeof(text) - len,
						"%s/%03u = \"%u\"\n", dir, k,
						k);
		assert_int_equal(conf_from(text, &b), row[i].want);
		if (row[i].want != VERDICT_OK)
			continue;
		assert_int_equal(conf.args.n, row[i].n);
		if (row[i].n) {
			snprintf(text, sizeof(text), "%u", row[i].n);
			assert_string_equal(conf.args.arg[row[i].n - 1], text);
		}
	}
}

/* As many as fit, and one more, of each kind. */
static void test_device_room(void **state)
{
	static const struct {
		const char *kind;
		unsigned int max;
		const char *why;
	} row[] = {
		{ "vbd", CONF_MAX_VBDS,
		  "device/vbd: more than 128 devices" },
		{ "vif", CONF_MAX_VIFS, "device/vif: more than 32 devices" },
		{ "console", CONF_MAX_CONSOLES,
		  "device/console: more than 16 devices" },
	};
	struct broken none = { 0 };
	static char text[65536];
	unsigned int n;
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		len = (size_t)sprintf(text, "%s", BASE);
		for (n = 0; n < row[i].max; n++)
			len += (size_t)sprintf(text + len, S "device/%s/%u"
					       " = \"\"\n", row[i].kind, n);
		assert_int_equal(conf_from(text, &none), VERDICT_OK);
		sprintf(text + len, S "device/%s/%u = \"\"\n", row[i].kind,
			n);
		assert_int_equal(conf_from(text, &none), VERDICT_USER);
		assert_string_equal(why.text, row[i].why);
	}
}

static void test_cdrom_empty(void **state)
{
	static const struct {
		const char *params;
		int err;
		bool empty;
	} row[] = {
		{ "", 0, true },
		{ "aio:", 0, true },
		{ "/var/run/xen/empty-cdrom.5", 0, true },
		{ "/iso/a.iso", 0, false },
		{ "aio:/iso/a.iso", 0, false },
		{ "x", -ENOENT, true },
		{ "x", -EFBIG, false },
	};
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct broken b = {
			row[i].err != 0 ? BACK "/params" : NULL, row[i].err
		};

		sprintf(text, BASE S "device/vbd/5632/backend = \"" BACK
			"\"\n" S "device/vbd/5632/device-type = \"cdrom\"\n"
			BACK "/params = \"%s\"\n", row[i].params);
		assert_int_equal(conf_from(text, &b), VERDICT_OK);
		assert_int_equal(conf.vbds, 1);
		assert_int_equal(conf.vbd[0].devid, 5632);
		assert_string_equal(conf.vbd[0].backend, BACK);
		assert_true(conf.vbd[0].cdrom);
		assert_int_equal(conf.vbd[0].empty, row[i].empty);
	}
}

static void test_console_output(void **state)
{
	static const char text[] = BASE
		S "device/console/1/output = \"file:/x\"\n"
		S "device/console/2/type = \"ioemu\"\n"
		S "device/console/3/output = \"x\"\n";
	struct broken b = { "device/console/3/output", -EFBIG };

	(void)state;
	assert_int_equal(conf_from(text, &b), VERDICT_OK);
	assert_int_equal(conf.consoles, 3);
	assert_true(conf.console[0].output);
	assert_false(conf.console[1].output);
	assert_true(conf.console[2].output);
}

/* A name QEMU would read as a list, and memory that is no number. */
static void test_defargs(void **state)
{
	struct broken none = { 0 };

	(void)state;
	assert_int_equal(conf_from(BASE S "device/vif/0/mac = \"m\"\n"
				   G "name = \"a,b\"\n"
				   G "memory/static-max = \"65536\"\n",
				   &none), VERDICT_OK);
	assert_int_equal(defargs_build(&conf, &why), VERDICT_OK);
	assert_string_equal(conf.args.arg[6], "guest");
	assert_int_equal(conf_from(BASE S "device/vif/0/mac = \"m\"\n"
				   G "memory/static-max = \"many\"\n",
				   &none), VERDICT_OK);
	assert_int_equal(defargs_build(&conf, &why), VERDICT_USER);
	conf.mem_kib = 65536;
	conf.args.n = ARGV_MAX_N - 3;
	assert_int_equal(defargs_build(&conf, &why), VERDICT_USER);
	assert_string_equal(why.text, "domain 5: too many arguments");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_unlistable_args),
		cmocka_unit_test(test_device_room),
		cmocka_unit_test(test_cdrom_empty),
		cmocka_unit_test(test_console_output),
		cmocka_unit_test(test_defargs),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
