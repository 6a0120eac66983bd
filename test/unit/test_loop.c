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
#include <string.h>
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
static int dm_status, dm_signal;

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
	if (s == &services[SVC_DM] && dm_signal != 0)
		raise(dm_signal);
	_exit(s == &services[SVC_DM] ? dm_status : 0);
}

/* How the device model ends, what logd is told, how init's last line ends. */
static const struct row {
	int status, signal, value;
	const char *line;
} rows[] = {
	{ 0, 0, TERM_PLAIN, "the end came with this: dm-run: exited with "
			    "status 0\n" },
	{ 1, 0, TERM_DM_ENDED, "the guest is shut down as crashed\n" },
	{ 0, SIGKILL, TERM_PLAIN, "as the kernel does when memory is short "
				  "(stubdomain_memory)\n" },
};

/* What init says, to where it can be read. Returns its old stderr. */
static int log_catch(int said[2])
{
	int old = dup(STDERR_FILENO);

	assert_true(old >= 0);
	assert_int_equal(pipe2(said, O_NONBLOCK | O_CLOEXEC), 0);
	assert_true(dup2(said[1], STDERR_FILENO) >= 0);
	return old;
}

static void new_logd_drains(void **state)
{
	struct loop l = { .phase = PH_RUN };
	const struct row *row = *state;
	const char *what;
	char byte = -1, text[1024];
	int said[2], old;
	ssize_t n;

	dm_status = row->status;
	dm_signal = row->signal;
	assert_int_equal(pipe2(drained, O_NONBLOCK | O_CLOEXEC), 0);
	assert_int_equal(loop_open(&l, &what), 0);
	old = log_catch(said);
	loop_start(&l);
	loop_run(&l);
	assert_true(dup2(old, STDERR_FILENO) >= 0);
	assert_int_equal(l.phase, PH_OFF);
	assert_true(l.guest_down);
	assert_int_equal(read(drained[0], &byte, 1), 1);
	assert_int_equal(byte, row->value);
	n = read(said[0], text, sizeof(text));
	assert_true(n > (ssize_t)strlen(row->line));
	assert_memory_equal(text + n - strlen(row->line), row->line,
			    strlen(row->line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(new_logd_drains, (void *)(uintptr_t)&rows[0]),
		cmocka_unit_test_prestate(new_logd_drains, (void *)(uintptr_t)&rows[1]),
		cmocka_unit_test_prestate(new_logd_drains, (void *)(uintptr_t)&rows[2]),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
