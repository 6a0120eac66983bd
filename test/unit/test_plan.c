// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/argv.c qemu-wrapper/run/conf.c init/lib/words.c qemu-wrapper/run/defargs.c qemu-wrapper/run/disks.c qemu-wrapper/run/dump.c init/lib/num.c qemu-wrapper/run/optstr.c qemu-wrapper/run/plan.c qemu-wrapper/run/planner.c qemu-wrapper/run/print.c qemu-wrapper/run/rules.c qemu-wrapper/run/tap.c qemu-wrapper/run/vdev.c qemu-wrapper/run/why.c */
/*
 * Golden tests: what dm-run -n prints for a dump of xenstore. Each NAME below
 * is golden/NAME.dump (its first lines say what is special) and
 * golden/NAME.plan. GOLDEN_UPDATE=1 in the environment writes the plans
 * instead; read the difference before you keep it.
 * And limits, from stores that are made here.
 */
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
#include "../../qemu-wrapper/run/plan.h"
#include "../../qemu-wrapper/run/planner.h"
#include "../../qemu-wrapper/run/print.h"

static const char *const golden[] = {
	"ahci",
	"direct-kernel",
	"direct-kernel-elsewhere",
	"empty-cdrom",
	"example",
	"keys-unordered",
	"nic-forms",
	"no-acpi",
	"no-argv",
	"no-argv-phy-empty",
	"no-argv-restore",
	"no-vm",
	"odd-values",
	"permissions",
	"refuse-bad-target",
	"refuse-collision",
	"refuse-disk",
	"refuse-gap",
	"refuse-initrd",
	"refuse-kernel",
	"refuse-kernel-disk",
	"refuse-kernel-elsewhere",
	"refuse-kernel-twice",
	"refuse-key",
	"refuse-no-memory",
	"refuse-no-target",
	"refuse-no-value",
	"refuse-nothing",
	"refuse-nul",
	"refuse-part",
	"refuse-tap",
	"refuse-tap-long",
	"refuse-tap-name",
	"refuse-tap-number",
	"refuse-twice",
	"refuse-vif",
	"refuse-vif-twice",
	"restore",
	"scsi",
	"serial-list",
	"usb3",
	"xvd-disks",
};

static struct dump dump;
static struct dmconf conf;
static struct plan plan;
static struct why why;
static char want[256 * 1024];

static void forget(void)
{
	memset(&conf, 0, sizeof(conf));
	memset(&plan, 0, sizeof(plan));
	memset(&why, 0, sizeof(why));
}

static enum verdict plan_from(const struct store *s)
{
	enum verdict v = conf_read(&conf, s, &why);

	if (v == VERDICT_OK && conf.args.n == 0)
		v = defargs_build(&conf, &why);
	if (v == VERDICT_OK)
		v = planner_make(&plan, &conf, &why);
	return v;
}

/* golden/NAME.SUFFIX beside this file. */
static void golden_path(const char *name, const char *suffix,
			char *buf, size_t cap)
{
	const char *slash = strrchr(__FILE__, '/');
	int dir = slash != NULL ? (int)(slash - __FILE__) : 1;

	snprintf(buf, cap, "%.*s/golden/%s.%s", dir,
		 slash != NULL ? __FILE__ : ".", name, suffix);
}

static size_t slurp(const char *path, char *buf, size_t cap)
{
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		fail_msg("%s: %s", path, strerror(errno));
	n = fread(buf, 1, cap, f);
	fclose(f);
	assert_true(n < cap);
	return n;
}

static char *plan_text(enum verdict v)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	assert_non_null(f);
	if (v == VERDICT_OK)
		print_plan(f, &plan);
	else
		fprintf(f, "refused, exit %d: %s\n",
			v == VERDICT_USER ? 100 : 111, why.text);
	fclose(f);
	return text;
}

static void golden_update(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void test_golden(void **state)
{
	const char *name = *state;
	char path[512], *text;
	enum verdict v;

	forget();
	memset(&dump, 0, sizeof(dump));
	golden_path(name, "dump", path, sizeof(path));
	dump.len = slurp(path, dump.text, sizeof(dump.text));
	v = dump_parse(&dump, &why);
	if (v == VERDICT_OK)
		v = plan_from(&dump.store);
	text = plan_text(v);
	golden_path(name, "plan", path, sizeof(path));
	if (getenv("GOLDEN_UPDATE") != NULL)
		golden_update(path, text);
	want[slurp(path, want, sizeof(want) - 1)] = '\0';
	assert_string_equal(text, want);
	free(text);
}

/* A store with count arguments of len bytes each and target 5. */
struct made {
	unsigned int count;
	size_t len;
	int fail;		/* what reading an argument gives, or 0 */
};

static ssize_t made_read(const struct store *s, const char *path,
			 char *buf, size_t cap)
{
	const struct made *m = s->priv;
	const char *text = NULL;

	if (strcmp(path, "target") == 0)
		text = "5";
	else if (strcmp(path, "/local/domain/5/vm") == 0)
		text = "/vm/u";
	if (text != NULL) {
		memcpy(buf, text, strlen(text));
		return (ssize_t)strlen(text);
	}
	if (strncmp(path, "/vm/u/image/dm-argv/", 20) != 0)
		return -ENOENT;
	if (m->fail != 0)
		return m->fail;
	if (m->len > cap)
		return -EFBIG;
	memset(buf, 'x', m->len);
	return (ssize_t)m->len;
}

static int made_list(const struct store *s, const char *path,
		     store_visit *visit, void *arg)
{
	const struct made *m = s->priv;
	char name[16];
	unsigned int i;
	int rc = 0;

	if (strcmp(path, "/vm/u/image/dm-argv") != 0)
		return -ENOENT;
	/* The worst order, and four digits past 999. */
	for (i = m->count; i > 0 && rc == 0; i--) {
		snprintf(name, sizeof(name), "%03u", i);
		rc = visit(arg, name);
	}
	return rc;
}

static void test_limits(void **state)
{
	static const struct {
		const char *name;
		struct made made;
		enum verdict want;
		const char *text;
	} row[] = {
		{ "one argument", { 1, 1, 0 }, VERDICT_OK, "" },
		{ "1,000 arguments", { 1000, 8, 0 }, VERDICT_OK, "" },
		{ "the last that fits", { 1100, 8, 0 }, VERDICT_OK, "" },
		{ "one more", { 1101, 8, 0 }, VERDICT_USER,
		  "dm-argv: key \"1101\" is not a number from 001 to 1100" },
		{ "empty arguments", { 3, 0, 0 }, VERDICT_OK, "" },
		{ "longest argument", { 4, 4096, 0 }, VERDICT_OK, "" },
		{ "too long an argument", { 4, 4097, 0 }, VERDICT_SYSTEM,
		  "/vm/u/image/dm-argv/001: File too large" },
		{ "just under all text", { 255, 4096, 0 }, VERDICT_OK, "" },
		{ "more than all text", { 256, 4096, 0 }, VERDICT_USER,
		  "dm-argv: argument 256: arguments are too long" },
		{ "xenstored refuses", { 2, 1, -EACCES }, VERDICT_SYSTEM,
		  "/vm/u/image/dm-argv/001: Permission denied" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct made made = row[i].made;
		struct store s = { made_read, made_list, &made };

		forget();
		print_message("# %s\n", row[i].name);
		assert_int_equal(plan_from(&s), row[i].want);
		assert_string_equal(why.text, row[i].text);
		if (row[i].want == VERDICT_OK)
			assert_int_equal(conf.args.n, made.count);
	}
}

/*
 * 255 longest arguments and a last one of len bytes: some room for the stub
 * domain's own, or not even for "/bin/qemu".
 */
static void plan_nearly_full(size_t len, const char *want_why)
{
	struct made made = { 255, 4096, 0 };
	struct store s = { made_read, made_list, &made };
	char pad[4096];

	forget();
	memset(pad, 'x', sizeof(pad));
	assert_int_equal(conf_read(&conf, &s, &why), VERDICT_OK);
	assert_int_equal(argv_push(&conf.args, pad, len), ARGV_OK);
	assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_USER);
	assert_string_equal(why.text, want_why);
}

static void test_own_arguments_too_long(void **state)
{
	char text[128], x[65];

	(void)state;
	plan_nearly_full(3700, "arguments: arguments are too long");
	memset(x, 'x', 64);
	x[64] = '\0';
	snprintf(text, sizeof(text),
		 "argument \"%s\": arguments are too long", x);
	plan_nearly_full(3840, text);
}

/* More notes than are kept are counted, and nothing else. */
static void test_many_notes(void **state)
{
	unsigned int i;
	char *text;

	(void)state;
	forget();
	conf.target = 5;
	for (i = 0; i < PLAN_MAX_NOTES + 3; i++)
		assert_int_equal(argv_push_str(&conf.args, "-no-acpi"),
				 ARGV_OK);
	assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_OK);
	assert_int_equal(plan.notes, PLAN_MAX_NOTES);
	assert_int_equal(plan.notes_lost, 3);
	text = plan_text(VERDICT_OK);
	assert_non_null(strstr(text, "\nand 3 more arguments changed\n"));
	free(text);
}

static bool has_arg(const char *arg)
{
	unsigned int i;

	for (i = 0; i < plan.argv.n; i++)
		if (strcmp(plan.argv.arg[i], arg) == 0)
			return true;
	return false;
}

/* Only the command line's word leaves QEMU its Xen handles, root and /sys. */
static void test_unrestricted(void **state)
{
	(void)state;
	forget();
	assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_OK);
	assert_false(plan.unrestricted);
	assert_true(has_arg("-xen-domid-restrict"));
	assert_true(has_arg("-run-with"));
	forget();
	conf.unrestricted = true;
	assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_OK);
	assert_true(plan.unrestricted);
	assert_false(has_arg("-xen-domid-restrict"));
	assert_false(has_arg("-run-with"));
}

/* QEMU ends when a ROM is missing: none is named that the image lacks. */
static void test_boot_roms(void **state)
{
	int lacking;

	(void)state;
	for (lacking = 0; lacking < 2; lacking++) {
		forget();
		conf.no_boot_roms = lacking;
		argv_push_str(&conf.args, "-boot");
		argv_push_str(&conf.args, "order=n");
		assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_OK);
		assert_int_equal(has_arg("e1000.romfile=pxe-e1000.rom"),
				 !lacking);
		assert_int_equal(has_arg("rtl8139.romfile="), lacking);
	}
}

/* The debug shell's console is taken from the guest, the others are not. */
static void test_words(void **state)
{
	static const struct {
		const char *cmdline, *shell;
		bool unrestricted;
	} row[] = {
		{ "", "", false },
		{ "a stubdom.unrestricted b\n", "", true },
		{ "stubdom.unrestricted=0 stubdom.unrestrictedx", "", false },
		{ "stubdom.shell=hvc4", "hvc4", false },
		{ "stubdom.shell=hvc4 stubdom.shell=hvc0", "hvc0", false },
		{ "stubdom.shell=hvc45678", "", false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		forget();
		conf_words(&conf, row[i].cmdline);
		assert_string_equal(conf.shell, row[i].shell);
		assert_int_equal(conf.unrestricted, row[i].unrestricted);
	}
	forget();
	conf_words(&conf, "stubdom.shell=hvc4");
	argv_push_str(&conf.args, "-serial");
	argv_push_str(&conf.args, "/dev/hvc3");
	argv_push_str(&conf.args, "-serial");
	argv_push_str(&conf.args, "/dev/hvc4");
	assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_OK);
	assert_string_equal(plan.argv.arg[2], "/dev/hvc3");
	assert_string_equal(plan.argv.arg[4], "null");
	assert_int_equal(plan.notes, 1);
}

/*
 * A disk is waited for and opened once, or its argument is refused with the
 * form in which it is.
 */
static void test_drive_forms(void **state)
{
	static const char ide[] = "if=ide,index=N,media=disk";
	static const struct {
		const char *arg, *value, *form;	/* NULL: goes to QEMU */
		size_t disks;
	} row[] = {
		{ "-drive", "file=/dev/xvda,if=ide", NULL, 1 },
		{ "--drive", "if=none,id=xvdb,file=/dev/xvda", NULL, 1 },
		{ "-drive", "if=none,id=cd", NULL, 0 },
		{ "-drive", "file=null-co://,if=none", NULL, 0 },
		{ "-drive", "file.filename=/dev/xvda,if=ide", ide, 0 },
		{ "-drive", "driver=raw,file.driver=host_device,"
		  "file.filename=/dev/xvda", ide, 0 },
		{ "-drive", "file=raw:/dev/xvda", ide, 0 },
		{ "-drive", "file=/dev//xvda", ide, 0 },
		{ "-drive", "file=dev/xvda", ide, 0 },
		{ "-drive", "file=json:{\"driver\":\"host_device\",,"
		  "\"filename\":\"/dev/xvda\"}", ide, 0 },
		{ "-drive", "/dev/xvda", ide, 0 },
		{ "-drive", "file=/dev/xvda,backing.file.filename=/dev/xvda",
		  ide, 0 },
		{ "-blockdev", "driver=null-co,node-name=n", NULL, 0 },
		{ "-blockdev", "driver=host_device,filename=/dev/xvda", ide,
		  0 },
		{ "-blockdev", "{\"driver\":\"host_device\","
		  "\"filename\":\"/dev/xvda\"}", ide, 0 },
		{ "-set", "drive.d.file=/dev/xvda", ide, 0 },
		{ "-set", "device.d.bootindex=1", NULL, 0 },
		{ "-hda", "/dev/xvda", "if=ide,index=0,media=disk", 0 },
		{ "-hdb", "a.img", "if=ide,index=1,media=disk", 0 },
		{ "--hdc", "/dev/xvda", "if=ide,index=2,media=disk", 0 },
		{ "-hdd", "/dev/xvda", "if=ide,index=3,media=disk", 0 },
		{ "-cdrom", "/dev/xvda",
		  "if=ide,index=2,media=cdrom,readonly=on", 0 },
		{ "-fda", "/dev/xvda", "if=floppy,index=0", 0 },
		{ "-fdb", "/dev/xvda", "if=floppy,index=1", 0 },
		{ "-pflash", "/dev/xvda", "if=pflash", 0 },
		{ "-sd", "/dev/xvda", "if=sd", 0 },
		{ "-mtdblock", "/dev/xvda", "if=mtd", 0 },
		{ "/dev/xvda", NULL, "if=ide,index=0,media=disk", 0 },
		{ "56", NULL, NULL, 0 },	/* after "-bogus -m" */
	};
	char form[200];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		forget();
		conf.vbd[0].devid = 51712;
		conf.vbds = 1;
		print_message("# %s %s\n", row[i].arg,
			      row[i].value ? row[i].value : "");
		argv_push_str(&conf.args, row[i].arg);
		if (row[i].value != NULL)
			argv_push_str(&conf.args, row[i].value);
		assert_int_equal(planner_make(&plan, &conf, &why),
				 row[i].form ? VERDICT_USER : VERDICT_OK);
		assert_int_equal(plan.disks, row[i].disks);
		if (row[i].form == NULL)
			continue;
		snprintf(form, sizeof(form), "-drive file=/dev/xvdX,%s,format="
			 "host_device ", row[i].form);
		assert_non_null(strstr(why.text, form));
		assert_non_null(strstr(why.text, row[i].arg));
	}
}

static void test_many_disks(void **state)
{
	char arg[64];
	unsigned int i;

	(void)state;
	forget();
	for (i = 0; i <= PLAN_MAX_DISKS; i++) {
		conf.vbd[i].devid = 1u << 28 | i << 8;
		conf.vbds++;
		snprintf(arg, sizeof(arg), "file=/dev/xvd%s%c",
			 i < 26 ? "" : "a", 'a' + (int)(i % 26));
		assert_int_equal(argv_push_str(&conf.args, "-drive"),
				 ARGV_OK);
		assert_int_equal(argv_push_str(&conf.args, arg), ARGV_OK);
	}
	assert_int_equal(planner_make(&plan, &conf, &why), VERDICT_USER);
	assert_string_equal(why.text, "disk xvdag: more than 32 disks");
}

static void test_bad_dumps(void **state)
{
	static const struct {
		const char *name, *text, *why;
	} row[] = {
		{ "no value", "/a:\n", "dump: line 1: not of the form "
		  "path = \"value\"" },
		{ "no closing quote", "#\n/a = \"\n", "dump: line 2: not of "
		  "the form path = \"value\"" },
		{ "cut by a narrow terminal", "/a = \"b\\...\"\n",
		  "dump: line 1: not of the form path = \"value\"" },
		{ "half an escape", "/a = \"b\\x1\"\n",
		  "dump: line 1: not of the form path = \"value\"" },
		{ "octal above a byte", "/a = \"\\777\"\n",
		  "dump: line 1: not of the form path = \"value\"" },
		{ "relative", "a = \"b\"\n",
		  "dump: line 1: not of the form path = \"value\"" },
		{ "two stub domains", "/local/domain/2/target = \"1\"\n"
		  "/local/domain/4/target = \"3\"\n",
		  "dump: /local/domain/2 and /local/domain/4 both have a "
		  "target" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		memset(&dump, 0, sizeof(dump));
		dump.len = strlen(row[i].text);
		memcpy(dump.text, row[i].text, dump.len);
		print_message("# %s\n", row[i].name);
		assert_int_equal(dump_parse(&dump, &why), VERDICT_USER);
		assert_string_equal(why.text, row[i].why);
	}
	memset(&dump, 0, sizeof(dump));
	dump.len = sizeof(dump.text);
	assert_int_equal(dump_parse(&dump, &why), VERDICT_USER);
	memset(&dump, 0, sizeof(dump));
	dump.len = 1;
	assert_int_equal(dump_parse(&dump, &why), VERDICT_USER);
}

int main(void)
{
	enum { GOLDEN = sizeof(golden) / sizeof(golden[0]) };
	static const struct CMUnitTest own[] = {
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_own_arguments_too_long),
		cmocka_unit_test(test_many_notes),
		cmocka_unit_test(test_boot_roms),
		cmocka_unit_test(test_unrestricted),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_drive_forms),
		cmocka_unit_test(test_many_disks),
		cmocka_unit_test(test_bad_dumps),
	};
	struct CMUnitTest tests[GOLDEN + sizeof(own) / sizeof(own[0])];
	size_t i;

	for (i = 0; i < GOLDEN; i++)
		tests[i] = (struct CMUnitTest){
			.name = golden[i],
			.test_func = test_golden,
			.initial_state = (void *)(uintptr_t)golden[i],
		};
	memcpy(tests + GOLDEN, own, sizeof(own));
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
