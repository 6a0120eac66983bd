// SPDX-License-Identifier: GPL-2.0-or-later
/* The set of vbds that QEMU has: they come, go and come back in any order. */
/* links: init/hotplug/known.c */
#include "init/hotplug/known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void test_come_and_go(void **state)
{
	struct known k = { .n = 0 };

	(void)state;
	assert_false(known_has(&k, 5632));
	known_remove(&k, 5632);
	assert_true(known_add(&k, 768));
	assert_true(known_add(&k, 5632));
	assert_true(known_add(&k, 5696));
	assert_true(known_add(&k, 5632));
	assert_int_equal(k.n, 3);
	known_remove(&k, 768);
	assert_false(known_has(&k, 768));
	assert_true(known_has(&k, 5632));
	assert_true(known_has(&k, 5696));
	known_remove(&k, 5632);
	assert_true(known_add(&k, 5632));
	assert_true(known_has(&k, 5632));
	known_remove(&k, 5696);
	known_remove(&k, 5632);
	assert_int_equal(k.n, 0);
}

static void test_full(void **state)
{
	struct known k = { .n = 0 };
	unsigned int i;

	(void)state;
	for (i = 0; i < KNOWN_MAX; i++)
		assert_true(known_add(&k, i));
	assert_false(known_add(&k, KNOWN_MAX));
	assert_true(known_add(&k, 0));
	known_remove(&k, KNOWN_MAX - 1);
	assert_true(known_add(&k, KNOWN_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_come_and_go),
		cmocka_unit_test(test_full),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
