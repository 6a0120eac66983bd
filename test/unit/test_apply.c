// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/apply.c qemu-wrapper/run/confine.c qemu-wrapper/run/feed.c qemu-wrapper/run/net.c qemu-wrapper/run/ramdisk.c qemu-wrapper/run/restore.c qemu-wrapper/run/stream.c qemu-wrapper/run/wait.c qemu-wrapper/run/why.c init/lib/calls.c init/lib/drop.c init/lib/hvc.c init/lib/io.c init/lib/log.c init/lib/state.c */
/*
 * The start has one end: what comes late, or never, is said by then, whatever
 * was waited for before. No device of these names is on the machine.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qemu-wrapper/run/apply.h"
#include "io.h"

#define SHORT_MS	200
#define AT_ONCE_MS	5000	/* of a machine that is busy, too */

static const struct conf_vbd vbd = {
	.devid = 51712,
	.backend = "/local/domain/0/backend/vbd/7/51712",
};
static const struct plan plan = {
	.disks = 1, .nics = 1,
	.disk = { { .vbd = &vbd, .name = "no-such-disk" } },
	.nic = { { .devid = 65000, .tap = "no-tap", .bridge = "no-br" } },
};

static ssize_t store_read(const struct store *s, const char *path, char *buf,
			  size_t cap)
{
	(void)s;
	if (strcmp(path, "/local/domain/0/backend/vbd/7/51712/state") != 0 ||
	    cap == 0)
		return -ENOENT;
	buf[0] = '2';
	return 1;
}

static const struct store store = { .read = store_read };

static void test_one_end(void **state)
{
	struct applied a = { .end = io_ms() + SHORT_MS };
	struct why why;

	(void)state;
	assert_int_equal(apply_disks(&plan, &a, &store, &why), VERDICT_USER);
	assert_true(io_ms() >= a.end);
	assert_non_null(strstr(why.text, "disk no-such-disk: vbd 51712 was "
			       "not there "));
	assert_non_null(strstr(why.text, " s after the start: backend "
			       "/local/domain/0/backend/vbd/7/51712 is in "
			       "state 2 (connected is 4)"));
	/* Nothing is left for what comes after the disks. */
	assert_int_equal(apply_nics(&plan, &a, &why), VERDICT_USER);
	assert_true(io_ms() < a.end + AT_ONCE_MS);
	assert_non_null(strstr(why.text, "nic 65000: its netfront was not "
			       "there "));
}

/* Nothing to wait for: the end does not matter. */
static void test_none(void **state)
{
	static const struct plan none;
	struct applied a = { .end = 0 };
	struct why why;

	(void)state;
	assert_int_equal(apply_disks(&none, &a, &store, &why), VERDICT_OK);
	assert_int_equal(apply_ramdisk(&none, &a, &why), VERDICT_OK);
	assert_int_equal(apply_nics(&none, &a, &why), VERDICT_OK);
	assert_int_equal(apply_restore(&none, &a, &why), VERDICT_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_end),
		cmocka_unit_test(test_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
