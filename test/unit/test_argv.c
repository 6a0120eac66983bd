// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/argv.c init/lib/num.c qemu-wrapper/run/optstr.c qemu-wrapper/run/vdev.c */
/* The small parsers below the plan, at their limits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../qemu-wrapper/run/argv.h"
#include "num.h"
#include "../../qemu-wrapper/run/optstr.h"
#include "../../qemu-wrapper/run/vdev.h"

static struct argvec vec;

static void test_push_count(void **state)
{
	size_t i, used;

	(void)state;
	memset(&vec, 0, sizeof(vec));
	for (i = 0; i < ARGV_MAX_N; i++)
		assert_int_equal(argv_push_str(&vec, "ab"), ARGV_OK);
	used = vec.used;
	assert_int_equal(argv_push_str(&vec, ""), ARGV_TOO_MANY);
	assert_int_equal(vec.n, ARGV_MAX_N);
	assert_int_equal(vec.used, used);
	assert_string_equal(vec.arg[ARGV_MAX_N - 1], "ab");
	assert_null(vec.arg[ARGV_MAX_N]);
}

static void test_push_text(void **state)
{
	static char big[ARGV_MAX_TEXT];

	(void)state;
	memset(big, 'x', sizeof(big));
	memset(&vec, 0, sizeof(vec));
	assert_int_equal(argv_push(&vec, big, ARGV_MAX_TEXT), ARGV_TOO_LONG);
	assert_int_equal(vec.n, 0);
	assert_int_equal(argv_push(&vec, big, ARGV_MAX_TEXT - 1), ARGV_OK);
	assert_int_equal(vec.used, ARGV_MAX_TEXT);
	assert_int_equal(argv_push(&vec, big, 0), ARGV_TOO_LONG);
	assert_int_equal(vec.n, 1);
}

static void test_push_bytes(void **state)
{
	(void)state;
	memset(&vec, 0, sizeof(vec));
	assert_int_equal(argv_push(&vec, "a\0b", 3), ARGV_BAD_BYTE);
	assert_int_equal(argv_push(&vec, "a\0", 2), ARGV_BAD_BYTE);
	assert_int_equal(vec.n, 0);
	assert_int_equal(argv_push(&vec, "\xff\n ", 3), ARGV_OK);
	assert_string_equal(vec.arg[0], "\xff\n ");
	assert_null(vec.arg[1]);
}

static void test_strerror(void **state)
{
	(void)state;
	assert_string_equal(argv_strerror(ARGV_OK), "no error");
	assert_string_equal(argv_strerror(ARGV_TOO_MANY),
			    "too many arguments");
	assert_string_equal(argv_strerror(ARGV_TOO_LONG),
			    "arguments are too long");
	assert_string_equal(argv_strerror(ARGV_BAD_BYTE),
			    "has a NUL byte inside");
	assert_string_equal(argv_strerror((enum argv_err)99),
			    "unknown error");
}

static void test_option(void **state)
{
	(void)state;
	assert_null(argv_option("disk.img"));
	assert_null(argv_option(""));
	assert_string_equal(argv_option("-m"), "m");
	assert_string_equal(argv_option("--m"), "m");
	assert_string_equal(argv_option("-"), "");
	assert_true(argv_is_flag("nodefaults"));
	assert_true(argv_is_flag("no-acpi"));
	assert_true(argv_is_flag("S"));
	assert_false(argv_is_flag("name"));
	assert_false(argv_is_flag("no-such"));
}

static void test_num(void **state)
{
	static const struct {
		const char *text;
		unsigned long long max;
		bool ok;
		unsigned long long want;
	} row[] = {
		{ "0", 0, true, 0 },
		{ "1", 0, false, 0 },
		{ "007", 7, true, 7 },
		{ "8", 7, false, 0 },
		{ "10", 9, false, 0 },
		{ "4294967295", 4294967295u, true, 4294967295u },
		{ "4294967296", 4294967295u, false, 0 },
		{ "18446744073709551615", ~0ull, true, ~0ull },
		{ "18446744073709551616", ~0ull, false, 0 },
		{ "", 9, false, 0 },
		{ "-1", 9, false, 0 },
		{ "+1", 9, false, 0 },
		{ " 1", 9, false, 0 },
		{ "1 ", 9, false, 0 },
		{ "0x1", 99, false, 0 },
		{ "1:", 99, false, 0 },
		{ "/", 99, false, 0 },
	};
	unsigned long long n;
	unsigned int u = 5;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		n = 42;
		assert_int_equal(num_parse(row[i].text, row[i].max, &n),
				 row[i].ok);
		assert_int_equal(n, row[i].ok ? row[i].want : 42);
	}
	assert_true(num_uint("12", 12, &u));
	assert_int_equal(u, 12);
	assert_false(num_uint("13", 12, &u));
	assert_int_equal(u, 12);
}

/* QEMU's own results for these: util/qemu-option.c, get_opt_name_value(). */
static void test_find(void **state)
{
	static const struct {
		const char *list, *key;
		bool ok;
		const char *want;
	} row[] = {
		{ "file=/a,if=ide", "file", true, "/a" },
		{ "if=ide,file=/a", "file", true, "/a" },
		{ "if=ide", "file", false, "" },
		{ "file=/a,file=/b", "file", true, "/b" },
		{ "file=/a,,file=/b", "file", true, "/a,file=/b" },
		{ "file=/a,,", "file", true, "/a," },
		{ "file=/a,,,if=ide", "file", true, "/a," },
		{ "id=x,,file=/a,if=y", "file", false, "" },
		{ "file=", "file", true, "" },
		{ "file=a=b", "file", true, "a=b" },
		{ "tap,file=/a", "file", true, "/a" },
		{ "file", "file", false, "" },
		{ "a=b,file,c=d", "file", false, "" },
		{ "xfile=/a", "file", false, "" },
		{ "filex=/a", "file", false, "" },
		{ "", "file", false, "" },
		{ ",", "file", false, "" },
		{ ",file=/a", "file", true, "/a" },
		{ "file=123456789", "file", true, "123456789" },
		{ "file=12345678901234567", "file", false, "" },
	};
	char buf[17];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		print_message("# %s\n", row[i].list);
		assert_int_equal(optstr_find(row[i].list, row[i].key, buf,
					     sizeof(buf)), row[i].ok);
		assert_string_equal(buf, row[i].want);
	}
}

static void test_implied(void **state)
{
	char buf[8];

	(void)state;
	assert_true(optstr_implied("tap,id=n", buf, sizeof(buf)));
	assert_string_equal(buf, "tap");
	assert_true(optstr_implied("a,,b", buf, sizeof(buf)));
	assert_string_equal(buf, "a,b");
	assert_false(optstr_implied("type=tap", buf, sizeof(buf)));
	assert_false(optstr_implied("", buf, sizeof(buf)));
	assert_true(optstr_implied("1234567", buf, sizeof(buf)));
	assert_false(optstr_implied("12345678", buf, sizeof(buf)));
	assert_string_equal(buf, "");
}

static void test_vdev(void **state)
{
	static const struct {
		unsigned int devid;
		const char *want;	/* NULL: Linux refuses it */
	} row[] = {
		{ 768, "xvda" },		/* hda */
		{ 769, "xvda" },		/* hda1: no partitions */
		{ 832, "xvdb" },
		{ 5632, "xvdc" },
		{ 5696, "xvdd" },
		{ 768 + 128, "xvdc" },
		{ 5632 + 128, NULL },
		{ 2048, "xvda" },		/* sda */
		{ 2048 + 15, "xvda15" },
		{ 2048 + 16, "xvdb" },
		{ 2048 + 240, "xvdp" },
		{ 65u << 8, "xvdq" },
		{ 71u << 8 | 0xf0, "xvddx" },	/* sd disk 127 */
		{ 72u << 8, NULL },
		{ 128u << 8, "xvddy" },		/* sd disk 128 */
		{ 135u << 8 | 0xf0, "xvdiv" },	/* sd disk 255 */
		{ 136u << 8, NULL },
		{ 51712, "xvda" },
		{ 51713, "xvda1" },
		{ 51712 + 255, "xvdp15" },
		{ 1u << 28, "xvda" },
		{ 1u << 28 | 16u << 8, "xvdq" },
		{ 1u << 28 | 25u << 8 | 3, "xvdz3" },
		{ 1u << 28 | 26u << 8, "xvdaa" },
		{ 1u << 28 | 701u << 8, "xvdzz" },
		{ 1u << 28 | 702u << 8, "xvdaaa" },
		{ (1u << 29) - 1, "xvdbgqcv255" },
		{ 1u << 29, NULL },
		{ ~0u, NULL },
		{ 0, NULL },
	};
	char buf[16];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		bool ok = vdev_name(row[i].devid, buf, sizeof(buf));

		print_message("# %u\n", row[i].devid);
		assert_int_equal(ok, row[i].want != NULL);
		if (ok)
			assert_string_equal(buf, row[i].want);
	}
	assert_true(vdev_name(768, buf, 5));
	assert_false(vdev_name(768, buf, 4));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push_count),
		cmocka_unit_test(test_push_text),
		cmocka_unit_test(test_push_bytes),
		cmocka_unit_test(test_strerror),
		cmocka_unit_test(test_option),
		cmocka_unit_test(test_num),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_implied),
		cmocka_unit_test(test_vdev),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("argv", tests, NULL, NULL);
}
