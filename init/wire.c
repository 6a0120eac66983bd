// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Makes all descriptors before anything is started: nobody ever waits for a
 * file or a socket to appear, and what a child leaves unread outlives it.
 */
#include "wire.h"

#include "wiring.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

/* Return a descriptor, or -1 with errno set. */
static int file_open(const char *path, int flags)
{
	return open(path, flags | O_CLOEXEC, 0600);
}

/* A kernel that has no hvc0 is one under test: its console serves as well. */
static int console_open(const char *path, int flags)
{
	struct termios t;
	int fd = file_open(path, flags);

	if (fd < 0)
		fd = file_open("/dev/console", flags);
	if (fd >= 0 && tcgetattr(fd, &t) == 0) {
		cfmakeraw(&t);
		(void)tcsetattr(fd, TCSANOW, &t);	/* only line ends */
	}
	return fd;
}

/* Only qmpd may connect; QEMU listens on what it inherits. */
static int listen_open(const char *path, int backlog)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strncpy(sa.sun_path, path, sizeof(sa.sun_path) - 1);
	if (fd < 0 ||
	    bind(fd, (const struct sockaddr *)&sa, sizeof(sa)) < 0 ||
	    chown(path, 0, UID_QMPD) < 0 || chmod(path, 0660) < 0 ||
	    listen(fd, backlog) < 0)
		return -1;	/* and init gives up: nothing to clean */
	return fd;
}

/* No file system's: nobody else can fill it up. */
static int memory_open(const char *name, int bytes)
{
	int fd = memfd_create(name, MFD_CLOEXEC);

	if (fd < 0 || ftruncate(fd, bytes) < 0)
		return -1;	/* and init gives up: nothing to clean */
	return fd;
}

static int pipe_open(int fd[2])
{
	return pipe2(fd, O_NONBLOCK | O_CLOEXEC);
}

static int pair_open(int fd[2])
{
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd);
}

static const struct {
	enum wire wire;
	int (*make)(const char *path, int arg);
	const char *path;
	int arg;
} named[] = {
	{ WIRE_CONSOLE, console_open, "/dev/hvc0",
	  O_WRONLY | O_NOCTTY | O_NONBLOCK },
	{ WIRE_NULL, file_open, "/dev/null", O_RDWR },
	{ WIRE_STATE_W, file_open, DIR_STATE "/dm", O_WRONLY | O_CREAT },
	{ WIRE_STATE_RW, file_open, DIR_STATE "/dm", O_RDWR },
	{ WIRE_MEMO, memory_open, "memo", QMPD_MEMO_BYTES },
	{ WIRE_MON_LIBXL, listen_open, DIR_QMP "/" SOCK_LIBXL, 4 },
	{ WIRE_MON_CTL, listen_open, DIR_QMP "/" SOCK_CTL, 4 },
};

static const struct {
	enum wire wire[2];
	int (*make)(int fd[2]);
} pairs[] = {		/* of a pipe, the read end comes first */
	{ { WIRE_LOG_INIT_R, WIRE_LOG_INIT_W }, pipe_open },
	{ { WIRE_LOG_DM_R, WIRE_LOG_DM_W }, pipe_open },
	{ { WIRE_LOG_QMPD_R, WIRE_LOG_QMPD_W }, pipe_open },
	{ { WIRE_LOG_HOTPLUGD_R, WIRE_LOG_HOTPLUGD_W }, pipe_open },
	{ { WIRE_LOG_CRASH_R, WIRE_LOG_CRASH_W }, pipe_open },
	{ { WIRE_HOTPLUG_QMPD, WIRE_HOTPLUG_HOTPLUGD }, pair_open },
};

int wire_stdio(void)
{
	int fd, i;

	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (i = 0; i <= STDERR_FILENO; i++)
		if (fd != i && dup2(fd, i) < 0)
			return -errno;
	if (fd > STDERR_FILENO)
		close(fd);
	return 0;
}

int wire_open(int fd[WIRE_COUNT], const char **what)
{
	int p[2];
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		*what = named[i].path;
		p[0] = named[i].make(named[i].path, named[i].arg);
		if (p[0] < 0)
			return -errno;
		fd[named[i].wire] = p[0];
	}
	*what = "pipes";
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i].make(p) < 0)
			return -errno;
		fd[pairs[i].wire[0]] = p[0];
		fd[pairs[i].wire[1]] = p[1];
	}
	if (dup2(fd[WIRE_LOG_INIT_W], STDOUT_FILENO) < 0 ||
	    dup2(fd[WIRE_LOG_INIT_W], STDERR_FILENO) < 0)
		return -errno;
	return 0;
}
