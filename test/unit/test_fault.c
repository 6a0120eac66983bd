// SPDX-License-Identifier: GPL-2.0-or-later
/* links: test/unit/fault.c init/wire.c init/mounts.c init/lib/io.c init/lib/hvc.c init/lib/drop.c init/lib/log.c init/lib/sock.c qemu-wrapper/run/wait.c qemu-wrapper/run/net.c qemu-wrapper/run/why.c libs: -Wl,--wrap=bind -Wl,--wrap=chdir -Wl,--wrap=chmod -Wl,--wrap=chown -Wl,--wrap=chroot -Wl,--wrap=connect -Wl,--wrap=dup2 -Wl,--wrap=ioctl -Wl,--wrap=listen -Wl,--wrap=mkdir -Wl,--wrap=mount -Wl,--wrap=open -Wl,--wrap=pipe2 -Wl,--wrap=poll -Wl,--wrap=prctl -Wl,--wrap=read -Wl,--wrap=recv -Wl,--wrap=recvmsg -Wl,--wrap=sendmsg -Wl,--wrap=setgroups -Wl,--wrap=setresgid -Wl,--wrap=setresuid -Wl,--wrap=setrlimit -Wl,--wrap=socket -Wl,--wrap=socketpair -Wl,--wrap=syscall -Wl,--wrap=tcgetattr -Wl,--wrap=tcsetattr -Wl,--wrap=write */
/*
 * Each system call of the edge files fails in turn: what made it must say so
 * and hold nothing open, or go on where that is right; never a wrong result.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "fault.h"
#include "init/lib/drop.h"
#include "init/lib/hvc.h"
#include "init/lib/io.h"
#include "init/mounts.h"
#include "init/wire.h"
#include "init/lib/sock.h"
#include "qemu-wrapper/run/net.h"
#include "qemu-wrapper/run/wait.h"

/* Each returns >= 0 if it says it worked, and then has closed what it got. */
static int close_good(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd;
}

static int run_read_file(void)
{
	char buf[8];

	return (int)io_read_file("/x", buf, sizeof(buf));
}
static int run_write_all(void) { return io_write_all(1, "12345", 5); }
static int run_hvc_open(void) { return close_good(hvc_open("/dev/hvc1", 0)); }
static int run_connect(void) { return close_good(sock_connect("x")); }
static int run_write(void) { return (int)sock_write(1, "x", 1, -1); }
static int run_write_fd(void) { return (int)sock_write(1, "x", 1, 0); }
static int run_read(void)
{
	char c;

	return (int)sock_read(0, &c, 1);
}
static int run_read_fd(void)
{
	char c;

	return close_good(sock_read_fd(0, &c, 1));
}

static int run_wait(void)
{
	struct wait w;
	int rc = wait_open(&w, io_ms() + 1000);

	if (rc < 0)
		return rc;
	rc = wait_event(&w);
	wait_close(&w);
	return rc;
}

static int run_net(void)
{
	const struct plan_nic nic = { .tap = "vif5.0-emu", .bridge = "br0" };
	struct why why;
	int fd;

	if (net_join(&nic, "eth0", &fd, &why) != VERDICT_OK)
		return -1;
	close(fd);
	return 0;
}

static int run_mounts(void)
{
	const char *what = NULL;
	int rc = mounts_make(&what);

	assert_true(rc == 0 || what);
	return rc;
}

static int run_wire(void)
{
	int fd[WIRE_COUNT], i, rc;
	const char *what = NULL;

	for (i = 0; i < WIRE_COUNT; i++)
		fd[i] = -1;
	rc = wire_open(fd, &what);
	assert_true(rc == 0 || what);
	for (i = 0; i < WIRE_COUNT; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	return rc;
}

static int run_drop(void)
{
	static const struct drop_limit limits[] = {
		{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
		{ RLIMIT_FSIZE, 0, "RLIMIT_FSIZE" },
	};
	const struct drop drop = {
		.root = "/run/empty", .uid = 101, .limits = limits,
		.n_limits = 2,
	};
	const char *what = NULL;
	int rc = drop_all(&drop, &what);

	assert_true(rc == 0 || what);
	return rc;
}

/* What may fail with that errno, and the work is done all the same. */
static const struct subject {
	const char *name;
	int (*run)(void);
	const char *tolerated[3];
	bool ends;		/* its failure ends the domain */
} subjects[] = {
	{ .name = "io_read_file", .run = run_read_file },
	{ .name = "io_write_all", .run = run_write_all },
	{ .name = "hvc_open", .run = run_hvc_open },
	{ .name = "sock_connect", .run = run_connect },
	{ .name = "sock_write", .run = run_write },
	{ .name = "sock_write, a descriptor", .run = run_write_fd },
	{ .name = "sock_read", .run = run_read },
	{ .name = "sock_read_fd", .run = run_read_fd },
	{ .name = "wait_event", .run = run_wait },
	{ .name = "net_join", .run = run_net },
	{ .name = "mounts_make", .run = run_mounts },
	/* hvc0: the kernel's console instead; line ends are not worth it */
	{ .name = "wire_open", .run = run_wire, .ends = true,
	  .tolerated = { "open", "tcgetattr", "tcsetattr" } },
	{ .name = "drop_all", .run = run_drop },
};

static bool is_tolerated(const struct subject *s)
{
	size_t i;

	for (i = 0; i < 3; i++)
		if (s->tolerated[i] && strcmp(s->tolerated[i], fault.hit) == 0)
			return true;
	return false;
}

/* Returns false when there is no nth call to fail. */
static bool nth_fails(const struct subject *s, int n, int error, bool retried)
{
	int before = fault_fds(), rc;

	fault_arm(n, error);
	rc = s->run();
	if (!fault.hit) {
		assert_true(rc >= 0);
		return false;
	}
	if (rc >= 0 && !retried && !is_tolerated(s))
		fail_msg("%s: call %d, %s, failed unseen", s->name, n,
			 fault.hit);
	if (fault_fds() != before && !(s->ends && rc < 0))
		fail_msg("%s: call %d, %s: a descriptor is left open",
			 s->name, n, fault.hit);
	return true;
}

static void each_in_turn(void **state)
{
	size_t i;
	int n;

	(void)state;
	for (i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		for (n = 1; nth_fails(&subjects[i], n, EIO, false); n++)
			;
		assert_true(n > 1);	/* there was something to fail */
		fault_arm(0, 0);
		print_message("# %s: %d calls\n", subjects[i].name, n - 1);
	}
}

/* A signal: those that may see one go on, or say that there was nothing. */
static void interrupted(void **state)
{
	static const int may[] = { 0, 1, 4, 5, 6, 8 };
	size_t i;
	int n;

	(void)state;
	for (i = 0; i < sizeof(may) / sizeof(may[0]); i++)
		for (n = 1; nth_fails(&subjects[may[i]], n, EINTR, true); n++)
			;
	fault_arm(1, EINTR);
	assert_int_equal(run_write_all(), 0);
	fault_arm(2, EINTR);
	assert_int_equal(run_read_file(), 3);
	fault_arm(1, EINTR);
	assert_int_equal(run_read(), 0);
	fault_arm(1, EINTR);
	assert_int_equal(run_read_fd(), -EAGAIN);
	fault_arm(3, EINTR);			/* socket, bind, poll */
	assert_int_equal(run_wait(), 0);
	fault_arm(0, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_in_turn),
		cmocka_unit_test(interrupted),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("fault", tests, NULL, NULL);
}
