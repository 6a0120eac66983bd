// SPDX-License-Identifier: GPL-2.0-or-later
/* What the log ends with when the device model has ended by itself. */
/* links: consoles/log/last.c consoles/log/clean.c */
#include "consoles/log/last.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define CANNOT	"E: the guest cannot start (xl takes 30 s to notice): "
#define CHANGE	"change what its configuration asks for (model=, vga=, " \
		"soundhw=, device_model_args_hvm=): "
#define ENDED	"E: QEMU ended, and the guest with it: "

static const struct {
	const char *name;
	const char *line[5];
	const char *want;
} row[] = {
	{ "nothing was said", { NULL }, "" },
	{ "QEMU says nothing", { "I: phase exec: /bin/qemu" }, "" },
	{ "dm-run refuses", { "I: x", "E: disk xvda: gone" },
	  CANNOT "disk xvda: gone" },
	{ "an argument, and a hint",
	  { "I: phase exec: /bin/qemu", "qemu: warning: odd",
	    "qemu: -machine foo: unsupported machine type",
	    "Use -machine help to list supported machines" },
	  CANNOT CHANGE "-machine foo: unsupported machine type" },
	{ "the last of two errors",
	  { "qemu: Unknown savevm section",
	    "qemu: load of migration failed: Invalid argument" },
	  ENDED "qemu: load of migration failed: Invalid argument" },
	{ "a warning after it", { "qemu: bad", "qemu: warning: odd",
				  "qemu: info: odd" }, ENDED "qemu: bad" },
	{ "a warning about an argument",
	  { "qemu: bad", "qemu: -device cirrus-vga: warning: xen_ram_alloc" },
	  ENDED "qemu: bad" },
	{ "another form", { "a", "qemu: warning: b",
			    "Assertion failed: x (f.c: g: 1)" },
	  ENDED "Assertion failed: x (f.c: g: 1)" },
	{ "shorter than a prefix", { "q" }, ENDED "q" },
	{ "what dm-run said before", { "E: odd", "I: phase exec", "a" },
	  ENDED "a" },
};

static void test_lines(void **state)
{
	char buf[512];
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct last l = { .len = 0 };

		print_message("# %s\n", row[i].name);
		for (k = 0; row[i].line[k] != NULL; k++)
			last_take(&l, row[i].line[k], strlen(row[i].line[k]));
		buf[0] = '\0';
		n = last_line(&l, buf, sizeof(buf));
		assert_string_equal(buf, row[i].want);
		assert_int_equal(n, strlen(row[i].want));
	}
}

static void test_long(void **state)
{
	char text[CLEAN_MAX], buf[CLEAN_MAX];
	struct last l = { .len = 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	memcpy(text, "qemu: -", 7);
	last_take(&l, text, sizeof(text));
	assert_int_equal(last_line(&l, buf, sizeof(buf)), sizeof(buf) - 1);
	assert_int_equal(strlen(buf), sizeof(buf) - 1);
	assert_int_equal(buf[sizeof(buf) - 2], 'x');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_long),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
