// SPDX-License-Identifier: GPL-2.0-or-later
/* UNIX sockets, without ever blocking. */
#include "sock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int sock_connect(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	size_t len = strlen(path);
	int fd, rc;

	if (len >= sizeof(addr.sun_path))
		return -ENAMETOOLONG;
	memcpy(addr.sun_path, path, len);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&addr, sizeof(addr)) < 0) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

static ssize_t outcome(ssize_t n)
{
	if (n >= 0)
		return n;
	return errno == EAGAIN || errno == EINTR ? 0 : -errno;
}

ssize_t sock_read(int sock, void *buf, size_t n)
{
	ssize_t got = recv(sock, buf, n, MSG_DONTWAIT);

	return got == 0 ? -ECONNRESET : outcome(got);
}

union fd_room {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(int))];
};

static void fd_attach(struct msghdr *msg, union fd_room *u, int fd)
{
	struct cmsghdr *c;

	msg->msg_control = u->room;
	msg->msg_controllen = sizeof(u->room);
	c = CMSG_FIRSTHDR(msg);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
}

ssize_t sock_write(int sock, const void *buf, size_t n, int fd)
{
	struct msghdr msg = { .msg_iovlen = 1 };
	union fd_room u = { .room = { 0 } };
	struct iovec iov;

	/* struct iovec has no const; sendmsg() does not write. */
	memcpy(&iov.iov_base, &buf, sizeof(buf));
	iov.iov_len = n;
	msg.msg_iov = &iov;
	if (fd >= 0)
		fd_attach(&msg, &u, fd);
	return outcome(sendmsg(sock, &msg, MSG_DONTWAIT | MSG_NOSIGNAL));
}

static int fd_detach(struct msghdr *msg)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(msg);
	int fd;

	if (!c || c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS ||
	    c->cmsg_len != CMSG_LEN(sizeof(fd)))
		return -1;
	memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

int sock_read_fd(int sock, void *buf, size_t n)
{
	struct iovec iov = { .iov_base = buf, .iov_len = n };
	union fd_room u = { .room = { 0 } };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = u.room,
		/* without the padding, which would take a second one */
		.msg_controllen = CMSG_LEN(sizeof(int)),
	};
	ssize_t got;
	int fd;

	got = recvmsg(sock, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (got < 0)
		return errno == EINTR ? -EAGAIN : -errno;
	fd = fd_detach(&msg);
	if (fd >= 0 && (size_t)got == n &&
	    !(msg.msg_flags & (MSG_TRUNC | MSG_CTRUNC)))
		return fd;
	if (fd >= 0)
		close(fd);
	return got == 0 && fd < 0 ? -ECONNRESET : -EPROTO;
}
