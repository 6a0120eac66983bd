// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/watch.c init/lib/num.c init/lib/words.c */
/* The watchdog: its word, and when it asks and gives up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/watch.h"

static const struct {
	const char *cmdline;
	unsigned int want;
} word[] = {
	{ "", 0 },
	{ "console=hvc0", 0 },
	{ "stubdom.watchdog=30", 30 },
	{ "a stubdom.watchdog=30 b\n", 30 },
	{ "xstubdom.watchdog=30", 0 },
	{ "stubdom.watchdog=", 0 },
	{ "stubdom.watchdog=3", 0 },
	{ "stubdom.watchdog=4", 4 },
	{ "stubdom.watchdog=86400", 86400 },
	{ "stubdom.watchdog=86401", 0 },
	{ "stubdom.watchdog=99999999999999999999", 0 },
	{ "stubdom.watchdog=30s", 0 },
	{ "stubdom.watchdog=-30", 0 },
	{ "stubdom.watchdog=30 stubdom.watchdog=60", 60 },
	{ "stubdom.watchdog=30 stubdom.watchdog=0", 0 },
};

static void words(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(word) / sizeof(word[0]); i++)
		if (watch_parse(word[i].cmdline) != word[i].want)
			fail_msg("%s", word[i].cmdline);
}

static void off(void **state)
{
	struct watch w = { .limit_ms = 0 };

	(void)state;
	watch_heard(&w);
	assert_false(watch_due(&w, 1000000));
	assert_false(watch_hung(&w));
	assert_int_equal(watch_timeout(&w, 1000000), -1);
}

static void asks(void **state)
{
	struct watch w;

	(void)state;
	watch_start(&w, 4);
	assert_int_equal(watch_timeout(&w, 5000), 0);
	assert_true(watch_due(&w, 5000));
	assert_false(watch_due(&w, 5000));
	assert_int_equal(watch_timeout(&w, 5000), 1000);
	assert_int_equal(watch_timeout(&w, 5999), 1);
	assert_false(watch_due(&w, 5999));
	assert_true(watch_due(&w, 6000));
}

static void gives_up(void **state)
{
	struct watch w;
	long long now;

	(void)state;
	watch_start(&w, 4);
	for (now = 0; now < 10000; now += 1000) {
		assert_true(watch_due(&w, now));
		assert_false(watch_hung(&w));	/* it never spoke */
	}
	watch_heard(&w);
	for (; now < 14000; now += 1000) {
		assert_true(watch_due(&w, now));
		assert_false(watch_hung(&w));
	}
	assert_true(watch_due(&w, now));
	assert_true(watch_hung(&w));
	watch_heard(&w);
	assert_false(watch_hung(&w));
}

/* Nobody asked, nobody hangs: the domain did not run for a while. */
static void paused(void **state)
{
	struct watch w;

	(void)state;
	watch_start(&w, 4);
	watch_heard(&w);
	assert_true(watch_due(&w, 1000));
	assert_true(watch_due(&w, 1000000));
	assert_false(watch_hung(&w));
}

/* Silent before and after a pause: it has not been given its time in one. */
static void paused_in_a_silence(void **state)
{
	struct watch w;
	long long now;

	(void)state;
	watch_start(&w, 4);
	watch_heard(&w);
	for (now = 1000; now <= 4000; now += 1000)
		assert_true(watch_due(&w, now));
	for (now = 1000000; now < 1004000; now += 1000) {
		assert_true(watch_due(&w, now));
		assert_false(watch_hung(&w));
	}
	assert_true(watch_due(&w, now));
	assert_true(watch_hung(&w));
}

/* In how many questions is it given up, each late by so many ms? */
static int asked_in_all(long long late)
{
	struct watch w;
	long long now = 0;
	int n = 0;

	watch_start(&w, 4);
	watch_heard(&w);
	while (!watch_hung(&w) && n < 100) {
		assert_true(watch_due(&w, now));
		now += 1000 + late;
		n++;
	}
	return n;
}

/* A QEMU that takes all of the CPU makes us late, but not for ever. */
static void always_late(void **state)
{
	(void)state;
	assert_int_equal(asked_in_all(0), 5);
	assert_int_equal(asked_in_all(999), 5);
	assert_int_equal(asked_in_all(1000), 9);
	assert_int_equal(asked_in_all(50000), 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words), cmocka_unit_test(off),
		cmocka_unit_test(asks), cmocka_unit_test(gives_up),
		cmocka_unit_test(paused),
		cmocka_unit_test(paused_in_a_silence),
		cmocka_unit_test(always_late),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_watch", tests, NULL, NULL);
}
