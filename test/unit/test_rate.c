// SPDX-License-Identifier: GPL-2.0-or-later
/* The token bucket: a burst, then so many lines a second, the rest counted. */
/* links: consoles/log/rate.c */
#include "consoles/log/rate.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct rate_limit limit = { .burst = 3, .per_second = 2 };

/* How many of n lines pass at that moment. */
static int pass(struct rate *r, int n, long long ms)
{
	int passed = 0;

	while (n--)
		passed += rate_take(r, &limit, ms);
	return passed;
}

static void test_burst(void **state)
{
	struct rate r = { .tokens = 0 };

	(void)state;
	assert_int_equal(pass(&r, 2, 1000), 2);
	assert_int_equal(pass(&r, 2, 1000), 1);
	assert_int_equal(rate_dropped(&r), 1);
	assert_int_equal(rate_dropped(&r), 0);
}

static void test_refill(void **state)
{
	static const struct { long long after; int want; } row[] = {
		{ 0, 0 }, { 499, 0 }, { 500, 1 }, { 999, 1 }, { 1000, 2 },
		{ 1500, 3 }, { 2999, 3 }, { 3000, 3 }, { 1000000, 3 },
		{ LLONG_MAX / 2, 3 }, { -5000, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct rate r = { .tokens = 0 };

		assert_int_equal(pass(&r, 3, 10000), 3);
		assert_int_equal(pass(&r, 10, 10000 + row[i].after),
				 row[i].want);
	}
}

/* Time that did not make up a line is not lost: 4 * 250 ms are two lines. */
static void test_fractions(void **state)
{
	struct rate r = { .tokens = 0 };
	int k, passed = 0;

	(void)state;
	assert_int_equal(pass(&r, 3, 0), 3);
	for (k = 1; k <= 4; k++)
		passed += pass(&r, 1, 250 * k);
	assert_int_equal(passed, 2);
	assert_int_equal(rate_dropped(&r), 2);
}

static void test_count_saturates(void **state)
{
	struct rate r = { .tokens = 0 };

	(void)state;
	assert_int_equal(pass(&r, 3, 0), 3);
	r.dropped = UINT_MAX;
	assert_int_equal(pass(&r, 1, 0), 0);
	assert_int_equal(rate_dropped(&r), UINT_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_burst),
		cmocka_unit_test(test_refill),
		cmocka_unit_test(test_fractions),
		cmocka_unit_test(test_count_saturates),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
