// SPDX-License-Identifier: GPL-2.0-or-later
/* PID 1's loop with children that are forked but run no program. */
/* links: init/loop.c init/policy.c init/lib/term.c init/lib/io.c init/lib/log.c */
#include "init/loop.h"
#include "init/lib/term.h"
#include "init/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>

/* The device model ends at once, and logd has died a moment ago. */
const struct service services[SVC_COUNT] = {
	[SVC_LOGD] = { .name = "logd" },
	[SVC_HOTPLUGD] = { .name = "hotplugd" },
	[SVC_QMPD] = { .name = "qmpd" },
	[SVC_DM] = { .name = "dm-run", .at_boot = true },
	[SVC_CRASH] = { .name = "dm-crash" },
};

static int drained[2];
static int dm_status;

/* The signal comes before the program could set its mask. */
static void logd(void)
{
	sigset_t set;
	char value;
	int fd;

	do
		sigpending(&set);
	while (!sigismember(&set, SIGTERM));
	fd = term_open();
	value = (char)term_value(fd);
	if (write(drained[1], &value, 1) != 1)
		_exit(1);
}

pid_t spawn_service(const struct service *s, const int wire[WIRE_COUNT])
{
	pid_t pid = fork();

	(void)wire;
	if (pid < 0)
		return -errno;
	if (pid > 0)
		return pid;
	if (s == &services[SVC_LOGD])
		logd();
	_exit(s == &services[SVC_DM] ? dm_status : 0);
}

/* It is told whether the device model's last words are of interest. */
static void new_logd_drains(void **state)
{
	struct loop l = { .phase = PH_RUN };
	const int *row = *state;
	const char *what;
	char byte = -1;

	dm_status = row[0];
	assert_int_equal(pipe2(drained, O_NONBLOCK | O_CLOEXEC), 0);
	assert_int_equal(loop_open(&l, &what), 0);
	loop_start(&l);
	loop_run(&l);
	assert_int_equal(l.phase, PH_OFF);
	assert_true(l.guest_down);
	assert_int_equal(read(drained[0], &byte, 1), 1);
	assert_int_equal(byte, row[1]);
}

int main(void)
{
	static int quits[] = { 0, TERM_PLAIN }, fails[] = { 1, TERM_DM_ENDED };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(new_logd_drains, quits),
		cmocka_unit_test_prestate(new_logd_drains, fails),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
