// SPDX-License-Identifier: GPL-2.0-or-later
/* The table keeps the promises that spawn.c and the programs rely on. */
/* links: init/services.c */
#include "init/services.h"

#include "wiring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static int map_len(const struct service *s)
{
	int n = 0;

	while (n <= SERVICE_FDS && s->map[n].to >= 0)
		n++;
	return n;
}

/* Ascending without a gap: close_range() begins after the last. */
static void test_maps(void **state)
{
	int id, i;

	(void)state;
	for (id = 0; id < SVC_COUNT; id++) {
		const struct service *s = &services[id];

		assert_true(map_len(s) >= 3);
		assert_true(map_len(s) <= SERVICE_FDS);
		for (i = 0; i < map_len(s); i++)
			assert_int_equal(s->map[i].to, i);
		assert_int_equal(s->map[0].from, WIRE_NULL);
	}
}

/* spawn.c copies both into small arrays. */
static void test_names(void **state)
{
	int id;

	(void)state;
	for (id = 0; id < SVC_COUNT; id++) {
		assert_true(strlen(services[id].name) < 16);
		assert_true(strlen(services[id].path) < 32);
		assert_true(services[id].path[0] == '/');
		assert_non_null(services[id].oom_score_adj);
	}
}

static int holders(enum wire w)
{
	int id, i, n = 0;

	for (id = 0; id < SVC_COUNT; id++)
		for (i = 0; i < map_len(&services[id]); i++)
			if (services[id].map[i].from == w) {
				n++;
				break;
			}
	return n;
}

/* Every wire has one holder at most; what init logs through is its own. */
static void test_holders(void **state)
{
	int w;

	(void)state;
	for (w = 0; w < WIRE_COUNT; w++)
		if (w == WIRE_LOG_INIT_W)
			assert_int_equal(holders((enum wire)w), 0);
		else if (w == WIRE_NULL)
			assert_int_equal(holders((enum wire)w), SVC_COUNT);
		else
			assert_int_equal(holders((enum wire)w), 1);
}

static void test_ends(void **state)
{
	(void)state;
	assert_int_equal(map_len(&services[SVC_LOGD]), LOGD_FD_END);
	assert_int_equal(map_len(&services[SVC_DM]), DM_FD_END);
	assert_int_equal(map_len(&services[SVC_QMPD]), QMPD_FD_END);
	assert_int_equal(map_len(&services[SVC_HOTPLUGD]), HOTPLUGD_FD_END);
}

/* The log first, QEMU last, and QEMU is not started a second time. */
static void test_order(void **state)
{
	(void)state;
	assert_int_equal(SVC_LOGD, 0);
	assert_true(services[SVC_LOGD].term_blocked);
	assert_true(services[SVC_QMPD].term_blocked);
	assert_true(SVC_DM > SVC_HOTPLUGD && SVC_DM > SVC_QMPD);
	assert_int_equal(services[SVC_DM].policy.max_deaths, 0);
	assert_true(services[SVC_DM].at_boot);
	assert_false(services[SVC_CRASH].at_boot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maps),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_holders),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
