// SPDX-License-Identifier: GPL-2.0-or-later
/* The queue before the console: whole lines, and losses that show. */
/* links: consoles/log/outq.c */
#include "consoles/log/outq.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct outq q;

static int setup(void **state)
{
	(void)state;
	memset(&q, 0, sizeof(q));
	return 0;
}

static void expect(const char *text)
{
	assert_int_equal(q.len, strlen(text));
	assert_memory_equal(q.buf, text, q.len);
}

static void test_format(void **state)
{
	(void)state;
	outq_put(&q, 1234, "dm-run", "I: abcX", 6, "");
	outq_put(&q, 12345678, "qemu", "x", 1, "\\");
	expect("[   1234] dm-run: I: abc\n[12345678] qemu: x\\\n");
}

/* A line that is too long for one write is cut, and still a line. */
static void test_cut(void **state)
{
	char text[OUTQ_LINE];

	(void)state;
	memset(text, 'a', sizeof(text));
	outq_put(&q, 0, "s", text, sizeof(text), "");
	assert_int_equal(q.len, OUTQ_LINE - 1);
	assert_int_equal(q.buf[q.len - 1], '\n');
	assert_int_equal(q.buf[q.len - 2], 'a');
}

static int fill(void)
{
	int n = 0;

	while (!q.lost) {
		outq_put(&q, 0, "s", "0123456789", 10, "");
		n++;
	}
	return n - 1;
}

static void test_lost(void **state)
{
	static const char want[] =
		"[      7] logd: W: console: stalled, 2 lines dropped\n"
		"[      7] s: x\n";

	(void)state;
	assert_true(fill() > 100);
	outq_put(&q, 0, "s", "again", 5, "");
	assert_int_equal(q.lost, 2);
	outq_took(&q, q.len);
	outq_put(&q, 7, "s", "x", 1, "");
	expect(want);
	assert_int_equal(q.lost, 0);
}

/* Room for a short line but not for the report: the gap must show first. */
static void test_lost_order(void **state)
{
	size_t room;

	(void)state;
	fill();
	outq_took(&q, 30);
	room = sizeof(q.buf) - q.len;
	assert_true(room >= 20 && room < 52);
	outq_put(&q, 0, "s", "x", 1, "");
	assert_int_equal(q.lost, 2);
	assert_int_equal(sizeof(q.buf) - q.len, room);
}

static void test_report(void **state)
{
	(void)state;
	outq_report(&q, 3);
	assert_int_equal(q.len, 0);
	fill();
	outq_report(&q, 3);
	assert_int_equal(q.lost, 1);
	outq_took(&q, q.len);
	outq_report(&q, 3);
	expect("[      3] logd: W: console: stalled, 1 lines dropped\n");
}

static void test_took(void **state)
{
	(void)state;
	outq_put(&q, 0, "s", "ab", 2, "");
	outq_took(&q, 10);
	expect("s: ab\n");
	outq_took(&q, 0);
	outq_took(&q, 6);
	assert_int_equal(q.len, 0);
}

static void test_discard(void **state)
{
	(void)state;
	outq_put(&q, 0, "s", "a", 1, "");
	outq_put(&q, 0, "s", "b", 1, "");
	outq_discard(&q);
	assert_int_equal(q.len, 0);
	assert_int_equal(q.lost, 2);
	outq_discard(&q);
	assert_int_equal(q.lost, 2);
	q.lost = UINT_MAX;
	outq_discard(&q);
	assert_int_equal(q.lost, UINT_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_format, setup),
		cmocka_unit_test_setup(test_cut, setup),
		cmocka_unit_test_setup(test_lost, setup),
		cmocka_unit_test_setup(test_lost_order, setup),
		cmocka_unit_test_setup(test_report, setup),
		cmocka_unit_test_setup(test_took, setup),
		cmocka_unit_test_setup(test_discard, setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
