// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The saved state reaches us as console input without an end (contract.md,
 * 5.3); QEMU wants a pipe. The pump between the two is a grandchild, so that
 * init buries it and not QEMU, and it never writes to the console: dom0 would
 * put that into the file it reads from.
 */
#include "restore.h"
#include "io.h"
#include "wiring.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define UID_PUMP	103	/* its own: QEMU must not trace it */

enum { PUMP_TTY = 3, PUMP_PIPE = 4, PUMP_END };

/* Returns the tty, raw, or -errno. */
static int open_raw(const char *tty)
{
	struct termios t;
	int fd, rc;

	fd = open(tty, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	if (tcgetattr(fd, &t) < 0)
		goto fail;
	cfmakeraw(&t);
	if (tcsetattr(fd, TCSANOW, &t) < 0)
		goto fail;
	return fd;
fail:
	rc = -errno;
	close(fd);
	return rc;
}

/* Copy until QEMU has closed the pipe; there is nobody to report to. */
static void pump_loop(void)
{
	struct pollfd p[] = {
		{ .fd = PUMP_TTY, .events = POLLIN },
		{ .fd = PUMP_PIPE, .events = 0 },	/* POLLERR comes */
	};
	char buf[4096];
	ssize_t n;

	for (;;) {
		if (poll(p, 2, -1) < 0 && errno != EINTR)
			return;
		if (p[1].revents != 0)
			return;
		if (p[0].revents == 0)
			continue;
		n = read(PUMP_TTY, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || io_write_all(PUMP_PIPE, buf, (size_t)n) < 0)
			return;
	}
}

static int pump_confine(void)
{
	gid_t gid = UID_PUMP;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    setgroups(1, &gid) < 0 || setgid(gid) < 0 ||
	    setuid(UID_PUMP) < 0)
		return -1;
	return 0;
}

static void pump(int tty, int pipe_end)
{
	/* Lifted first: neither may be overwritten by the other. */
	tty = fcntl(tty, F_DUPFD_CLOEXEC, 64);
	pipe_end = fcntl(pipe_end, F_DUPFD_CLOEXEC, 64);
	if (dup2(tty, PUMP_TTY) < 0 || dup2(pipe_end, PUMP_PIPE) < 0)
		return;
	if (syscall(SYS_close_range, PUMP_END, ~0u, 0) < 0)
		return;
	if (pump_confine() == 0)
		pump_loop();
}

/* 0, or -errno. */
static int start_pump(int tty, int pipe_end)
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0) {
		if (fork() == 0)
			pump(tty, pipe_end);
		_exit(0);
	}
	/* A fork that fails in there shows as an empty pipe: QEMU says so. */
	while (waitpid(pid, NULL, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

enum verdict restore_start(const char *tty, int *fd, struct why *why)
{
	int console, ends[2], rc;

	console = open_raw(tty);
	if (console < 0)
		return why_system(why, "restore: %s: %s", tty,
				  strerror(-console));
	if (pipe2(ends, O_CLOEXEC) < 0) {
		rc = -errno;
		close(console);
		return why_system(why, "restore: pipe: %s", strerror(-rc));
	}
	rc = start_pump(console, ends[1]);
	close(console);
	close(ends[1]);
	if (rc == 0) {
		*fd = ends[0];
		return VERDICT_OK;
	}
	close(ends[0]);
	return why_system(why, "restore: pump: %s", strerror(-rc));
}
