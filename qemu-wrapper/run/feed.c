// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QEMU wants the saved state from a pipe: of a file it says that this is
 * deprecated (migration/fd.c). The writer is a grandchild, so that init buries
 * it and not QEMU; with it goes the file, which has no name.
 */
#include "feed.h"
#include "drop.h"
#include "io.h"
#include "log.h"
#include "wiring.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FEED_FILE = 3, FEED_PIPE = 4, FEED_END };

/* Until all is written or QEMU is gone; there is nobody to report to. */
static void feed_loop(void)
{
	char buf[4096];
	off_t off = 0;
	ssize_t n;

	while ((n = pread(FEED_FILE, buf, sizeof(buf), off)) > 0) {
		if (io_write_all(FEED_PIPE, buf, (size_t)n) < 0)
			return;
		off += n;
	}
}

/* It needs what is open and nothing more: no file, no process. */
static int feed_confine(const char **what)
{
	static const struct drop_limit limits[] = {
		{ RLIMIT_NOFILE, 0, "RLIMIT_NOFILE" },
		{ RLIMIT_NPROC, 0, "RLIMIT_NPROC" },
		{ RLIMIT_FSIZE, 0, "RLIMIT_FSIZE" },
		{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
	};
	const struct drop drop = {
		.uid = UID_FEED,
		.limits = limits, .n_limits = sizeof(limits) / sizeof(limits[0]),
	};

	return drop_all(&drop, what);
}

static void feed(int file, int pipe_end)
{
	const char *what;
	int rc;

	/* Lifted first: neither may be overwritten by the other. */
	file = fcntl(file, F_DUPFD_CLOEXEC, 64);
	pipe_end = fcntl(pipe_end, F_DUPFD_CLOEXEC, 64);
	if (dup2(file, FEED_FILE) < 0 || dup2(pipe_end, FEED_PIPE) < 0)
		return;
	if (syscall(SYS_close_range, FEED_END, ~0u, 0) < 0)
		return;
	rc = feed_confine(&what);
	if (rc < 0)
		log_e("restore: feeder: %s: %s", what, strerror(-rc));
	else
		feed_loop();
}

/* 0, or -errno. */
static int feed_fork(int file, int pipe_end)
{
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0) {
		if (fork() == 0)
			feed(file, pipe_end);
		_exit(0);
	}
	/* A fork that fails in there shows as an empty pipe: QEMU says so. */
	while (waitpid(pid, NULL, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return 0;
}

int feed_start(int file)
{
	int ends[2], rc;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	rc = feed_fork(file, ends[1]);
	close(ends[1]);
	if (rc == 0)
		return ends[0];
	close(ends[0]);
	return rc;
}
