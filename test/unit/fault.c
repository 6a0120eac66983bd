// SPDX-License-Identifier: GPL-2.0-or-later
/* See fault.h. The linker gives each __wrap_X its calls and its __real_X. */
#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

struct fault fault;

void fault_arm(int at, int error)
{
	fault = (struct fault){ .at = at, .error = error };
}

int fault_fds(void)
{
	int fd, n = 0;

	for (fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static bool fails(const char *name)
{
	if (++fault.calls != fault.at)
		return false;
	fault.hit = name;
	errno = fault.error;
	return true;
}

#pragma GCC diagnostic ignored "-Wmissing-prototypes"

/* --- those that only say that they did it */
static int say(const char *name)
{
	return fails(name) ? -1 : 0;
}

int __wrap_ioctl(void) { return say("ioctl"); }
int __wrap_mount(void) { return say("mount"); }
int __wrap_mkdir(void) { return say("mkdir"); }
int __wrap_chown(void) { return say("chown"); }
int __wrap_chmod(void) { return say("chmod"); }
int __wrap_chroot(void) { return say("chroot"); }
int __wrap_chdir(void) { return say("chdir"); }
int __wrap_setgroups(void) { return say("setgroups"); }
int __wrap_setresgid(void) { return say("setresgid"); }
int __wrap_setresuid(void) { return say("setresuid"); }
int __wrap_setrlimit(void) { return say("setrlimit"); }
long __wrap_syscall(void) { return say("syscall"); }
int __wrap_tcgetattr(void) { return say("tcgetattr"); }
int __wrap_tcsetattr(void) { return say("tcsetattr"); }
int __wrap_bind(void) { return say("bind"); }
int __wrap_listen(void) { return say("listen"); }
int __wrap_connect(void) { return say("connect"); }

/* The kernel knows capabilities up to 40. */
int __wrap_prctl(int option, unsigned long arg)
{
	if (fails("prctl"))
		return -1;
	if (option != 24 || arg <= 40)	/* PR_CAPBSET_DROP */
		return 0;
	errno = EINVAL;
	return -1;
}

/* --- those that do something: what is opened is /dev/null */
int __wrap_open(const char *path, int flags, ...)
{
	(void)path;
	(void)flags;
	return fails("open") ? -1 : dup(STDIN_FILENO);
}

int __wrap_socket(int domain, int type, int protocol)
{
	(void)domain;
	(void)type;
	(void)protocol;
	return fails("socket") ? -1 : dup(STDIN_FILENO);
}

int __real_socketpair(int domain, int type, int protocol, int fd[2]);
int __wrap_socketpair(int domain, int type, int protocol, int fd[2])
{
	return fails("socketpair") ? -1 :
	       __real_socketpair(domain, type, protocol, fd);
}

int __real_pipe2(int fd[2], int flags);
int __wrap_pipe2(int fd[2], int flags)
{
	return fails("pipe2") ? -1 : __real_pipe2(fd, flags);
}

int __wrap_dup2(int from, int to)
{
	(void)from;
	return fails("dup2") ? -1 : to;
}

/* A file of three bytes, read one at a time. */
ssize_t __wrap_read(int fd, void *buf, size_t n)
{
	static unsigned int left = 3;

	(void)fd;
	if (fails("read"))
		return -1;
	if (n == 0 || left == 0) {
		left = 3;
		return 0;
	}
	left--;
	*(char *)buf = 'x';
	return 1;
}

/* At most two bytes at a time. */
ssize_t __wrap_write(int fd, const void *buf, size_t n)
{
	(void)fd;
	(void)buf;
	if (fails("write"))
		return -1;
	return n < 2 ? (ssize_t)n : 2;
}

int __wrap_poll(struct pollfd *p, nfds_t n, int timeout)
{
	(void)p;
	(void)n;
	(void)timeout;
	return fails("poll") ? -1 : 1;
}

ssize_t __wrap_recv(int fd, void *buf, size_t n, int flags)
{
	(void)fd;
	(void)buf;
	(void)n;
	(void)flags;
	return fails("recv") ? -1 : 1;
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *msg, int flags)
{
	(void)fd;
	(void)flags;
	return fails("sendmsg") ? -1 : (ssize_t)msg->msg_iov->iov_len;
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(msg);
	int got;

	(void)fd;
	(void)flags;
	if (fails("recvmsg"))
		return -1;
	got = dup(STDIN_FILENO);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(got));
	memcpy(CMSG_DATA(c), &got, sizeof(got));
	msg->msg_flags = 0;
	return (ssize_t)msg->msg_iov->iov_len;
}
