// SPDX-License-Identifier: GPL-2.0-or-later
/* Whose lines they are: above all, QEMU's never pass as dm-run's. */
/* links: consoles/log/last.c consoles/log/sources.c consoles/log/clean.c consoles/log/rate.c consoles/log/outq.c */
#include "consoles/log/sources.h"

#include "wiring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const struct {
	const char *name;
	enum source_id id;
	const char *in;
	const char *want;
} row[] = {
	{ "one of ours", SRC_QMPD, "I: up\n", "[      5] qmpd: I: up\n" },
	{ "no level, not the device model", SRC_INIT, "hello\n",
	  "[      5] init: hello\n" },
	{ "two lines, one without end", SRC_CRASH, "a\n\nb",
	  "[      5] dm-crash: a\n[      5] dm-crash: b\n" },
	{ "dm-run before exec", SRC_DM, "I: a\nlib\nE: b\n",
	  "[      5] dm-run: I: a\n[      5] qemu: lib\n"
	  "[      5] dm-run: E: b\n" },
	{ "qemu plays dm-run", SRC_DM, "I: phase exec: 3\nE: forged\nx\n",
	  "[      5] dm-run: I: phase exec: 3\n[      5] qemu: E: forged\n"
	  "[      5] qemu: x\n" },
	{ "qemu plays the exec", SRC_DM, "I: phase exec\nI: phase exec\n",
	  "[      5] dm-run: I: phase exec\n"
	  "[      5] qemu: I: phase exec\n" },
	{ "a forged prefix", SRC_DM, "\r[      5] init: x\n",
	  "[      5] qemu: \\x0d[      5] init: x\n" },
};

static void test_names(void **state)
{
	static struct outq q;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct source s = { .name = NULL };

		print_message("# %s\n", row[i].name);
		q.len = 0;
		source_feed(&s, row[i].id, &q, row[i].in, strlen(row[i].in),
			    5);
		source_flush(&s, row[i].id, &q, 5);
		assert_int_equal(q.len, strlen(row[i].want));
		assert_memory_equal(q.buf, row[i].want, q.len);
	}
}

/* The part after a mark belongs to whom the first part belonged. */
static void test_parts(void **state)
{
	struct source s = { .name = NULL };
	static struct outq q;
	char in[CLEAN_MAX + 100];
	const char *second;

	(void)state;
	memset(in, 'a', sizeof(in));
	memcpy(in, "E: ", 3);
	in[sizeof(in) - 1] = '\n';
	source_feed(&s, SRC_DM, &q, in, sizeof(in), 0);
	second = memchr(q.buf, '\n', q.len);
	assert_non_null(second);
	assert_int_equal(second[-1], '\\');
	assert_true(second - q.buf < OUTQ_LINE);
	assert_memory_equal(second + 1, "[      0] dm-run: aaa", 21);
	assert_null(s.name);
}

static void test_flood(void **state)
{
	struct source s = { .name = NULL };
	static struct outq q;
	const char *report;
	unsigned int lines = 0;
	int i;

	(void)state;
	for (i = 0; i < 10000; i++) {
		source_feed(&s, SRC_DM, &q, "x\n", 2, i / 10);
		lines += q.len > 0;
		q.len = 0;
	}
	assert_in_range(lines, 400, 420);
	source_report(&s, SRC_DM, &q, 1000);
	report = "[   1000] logd: W: dm-run: too fast, ";
	assert_memory_equal(q.buf, report, strlen(report));
	q.len = 0;
	source_report(&s, SRC_DM, &q, 1000);
	assert_int_equal(q.len, 0);
	s.is_qemu = true;
	s.rate.dropped = 1;
	source_flush(&s, SRC_DM, &q, 1000);
	report = "[   1000] logd: W: qemu: too fast, 1 lines dropped\n";
	assert_memory_equal(q.buf, report, strlen(report));
}

/* The device model's reason is kept when its line is not, and only its own. */
static void test_last(void **state)
{
	static const char want[] = "[      9] logd: E: QEMU ended, and the "
				   "guest with it: qemu: why\n";
	struct source s = { .name = NULL };
	static struct outq q;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		source_feed(&s, SRC_DM, &q, "x\n", 2, 0);
	source_feed(&s, SRC_DM, &q, "qemu: why\nhint\n", 15, 0);
	q.len = 0;
	source_last(&s, &q, 9);
	assert_int_equal(q.len, sizeof(want) - 1);
	assert_memory_equal(q.buf, want, q.len);
	memset(&s, 0, sizeof(s));
	source_feed(&s, SRC_INIT, &q, "E: why\n", 7, 0);
	q.len = 0;
	source_last(&s, &q, 9);
	assert_int_equal(q.len, 0);
}

static void test_fds(void **state)
{
	int id;

	(void)state;
	assert_int_equal(SRC_COUNT, LOGD_FD_END - LOGD_FD_INIT);
	for (id = 0; id < SRC_COUNT; id++)
		assert_int_equal(source_fd((enum source_id)id),
				 LOGD_FD_INIT + id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_last),
		cmocka_unit_test(test_fds),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
