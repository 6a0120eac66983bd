// SPDX-License-Identifier: GPL-2.0-or-later
/* What init decides when a child ends: every row of the policy. */
/* links: init/policy.c */
#include "init/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

enum { STEPS = 6 };

static const struct {
	const char *name;
	unsigned int max_deaths;
	int n;
	enum svc_event ev[STEPS];
	enum svc_action want[STEPS];
	enum svc_state end;
} step_row[] = {
	{ "starts and stays up", 0, 1,
	  { EV_STARTED }, { ACT_NONE }, SVC_UP },
	{ "qemu dies once", 0, 2,
	  { EV_STARTED, EV_EXITED },
	  { ACT_NONE, ACT_END }, SVC_FAILED },
	{ "qemu cannot be started", 0, 1,
	  { EV_EXITED }, { ACT_END }, SVC_FAILED },
	{ "helper is restarted", 1, 4,
	  { EV_STARTED, EV_EXITED, EV_TIMER, EV_STARTED },
	  { ACT_NONE, ACT_ARM_TIMER, ACT_START, ACT_NONE }, SVC_UP },
	{ "helper dies at the bound", 1, 5,
	  { EV_STARTED, EV_EXITED, EV_TIMER, EV_STARTED, EV_EXITED },
	  { ACT_NONE, ACT_ARM_TIMER, ACT_START, ACT_NONE, ACT_END },
	  SVC_FAILED },
	{ "helper refuses: no restart", 5, 2,
	  { EV_STARTED, EV_REFUSED },
	  { ACT_NONE, ACT_END }, SVC_FAILED },
	{ "stale timer while up", 1, 2,
	  { EV_STARTED, EV_TIMER }, { ACT_NONE, ACT_NONE }, SVC_UP },
	{ "stale timer after the end", 0, 3,
	  { EV_STARTED, EV_EXITED, EV_TIMER },
	  { ACT_NONE, ACT_END, ACT_NONE }, SVC_FAILED },
	{ "restart that fails counts", 1, 4,
	  { EV_STARTED, EV_EXITED, EV_TIMER, EV_EXITED },
	  { ACT_NONE, ACT_ARM_TIMER, ACT_START, ACT_END }, SVC_FAILED },
	{ "an unknown event does nothing", 0, 2,
	  { EV_STARTED, (enum svc_event)99 },
	  { ACT_NONE, ACT_NONE }, SVC_UP },
};

static void test_step(void **state)
{
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < sizeof(step_row) / sizeof(step_row[0]); i++) {
		const struct svc_policy p = {
			.max_deaths = step_row[i].max_deaths,
			.backoff_ms = 100,
		};
		struct svc s = { .state = SVC_DOWN };

		print_message("# %s\n", step_row[i].name);
		for (k = 0; k < step_row[i].n; k++)
			assert_int_equal(policy_step(&s, &p,
						     step_row[i].ev[k]),
					 step_row[i].want[k]);
		assert_int_equal(s.state, step_row[i].end);
	}
}

static void test_classify(void **state)
{
	static const struct {
		struct death d;
		enum svc_event want;
	} row[] = {
		{ { false, 0 }, EV_EXITED },
		{ { false, 99 }, EV_EXITED },
		{ { false, 100 }, EV_REFUSED },
		{ { false, 101 }, EV_EXITED },
		{ { false, 111 }, EV_EXITED },
		{ { true, 11 }, EV_EXITED },
		{ { true, 100 }, EV_EXITED },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_int_equal(policy_classify(row[i].d), row[i].want);
}

static void test_by_itself(void **state)
{
	static const struct {
		struct death d;
		bool want;
	} row[] = {
		{ { false, 0 }, false },	/* "quit" */
		{ { false, 1 }, true },
		{ { false, 100 }, true },
		{ { true, 6 }, true },		/* abort() */
		{ { true, 9 }, false },
		{ { true, 11 }, false },
		{ { true, 31 }, false },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_int_equal(policy_by_itself(row[i].d), row[i].want);
}

static void test_backoff(void **state)
{
	static const struct {
		unsigned int base, deaths, want;
	} row[] = {
		{ 100, 0, 100 }, { 100, 1, 100 }, { 100, 2, 200 },
		{ 100, 5, 1600 }, { 100, 7, 6400 }, { 100, 8, 10000 },
		{ 100, 4000000000u, 10000 }, { 10000, 2, 10000 },
		{ 20000, 1, 10000 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		const struct svc_policy p = { .backoff_ms = row[i].base };
		const struct svc s = { .deaths = row[i].deaths };

		assert_int_equal(policy_backoff_ms(&s, &p), row[i].want);
	}
}

static void test_phase(void **state)
{
	/* a phase per row, an event per column, in the order of the enums */
	static const enum phase want[][5] = {
		[PH_RUN] = { PH_CRASH, PH_RUN, PH_RUN, PH_RUN, PH_RUN },
		[PH_CRASH] = { PH_CRASH, PH_LINGER, PH_DRAIN, PH_CRASH,
			       PH_DRAIN },
		[PH_LINGER] = { PH_LINGER, PH_LINGER, PH_LINGER, PH_LINGER,
				PH_DRAIN },
		[PH_DRAIN] = { PH_DRAIN, PH_DRAIN, PH_DRAIN, PH_OFF, PH_OFF },
		[PH_OFF] = { PH_OFF, PH_OFF, PH_OFF, PH_OFF, PH_OFF },
	};
	int ph, ev;

	(void)state;
	for (ph = PH_RUN; ph <= PH_OFF; ph++)
		for (ev = PE_END; ev <= PE_DEADLINE; ev++)
			assert_int_equal(policy_phase((enum phase)ph,
						      (enum phase_event)ev),
					 want[ph][ev]);
	assert_int_equal(policy_phase((enum phase)99, PE_END), PH_OFF);
}

/* Once begun, the end comes: each phase on the way has a limit. */
static void test_phase_ms(void **state)
{
	(void)state;
	assert_int_equal(policy_phase_ms(PH_RUN), 0);
	assert_true(policy_phase_ms(PH_CRASH) > 0);
	assert_in_range(policy_phase_ms(PH_LINGER), 1000, 3000);
	assert_true(policy_phase_ms(PH_DRAIN) > 0);
	assert_int_equal(policy_phase_ms(PH_OFF), 0);
	assert_true(policy_phase_ms(PH_CRASH) + policy_phase_ms(PH_DRAIN) <
		    5000);
	assert_int_equal(policy_phase_ms((enum phase)99), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_step),
		cmocka_unit_test(test_classify),
		cmocka_unit_test(test_by_itself),
		cmocka_unit_test(test_backoff),
		cmocka_unit_test(test_phase),
		cmocka_unit_test(test_phase_ms),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
