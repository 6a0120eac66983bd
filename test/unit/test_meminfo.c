// SPDX-License-Identifier: GPL-2.0-or-later
/* /proc/meminfo: one key, whole lines only. */
/* links: init/hotplug/meminfo.c init/lib/num.c */
#include "init/hotplug/meminfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
	const char *text;
	const char *key;
	long want;
} row[] = {
	{ "MemTotal:  32124 kB\nMemFree: 5 kB\n", "MemTotal", 32124 },
	{ "MemTotal:  32124 kB\nMemFree: 5 kB\n", "MemFree", 5 },
	{ "MemFree:5", "MemFree", 5 },
	{ "MemFree:\t0 kB\n", "MemFree", 0 },
	{ "MemFree: kB\n", "MemFree", -1 },
	{ "MemFree: 7:\n", "MemFree", 7 },
	{ "MemFree: x\n", "MemFree", -1 },
	{ "MemFree: -1 kB\n", "MemFree", -1 },
	{ "MemFreeX: 1 kB\n", "MemFree", -1 },
	{ "XMemFree: 1 kB\n", "MemFree", -1 },
	{ "MemFree:", "MemFree", -1 },
	{ "MemFr", "MemFree", -1 },
	{ "", "MemFree", -1 },
	{ "MemFree: 99999999999999999999 kB\n", "MemFree", -1 },
};

static void test_lines(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_int_equal(meminfo_kib(row[i].text, row[i].key),
				 row[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
