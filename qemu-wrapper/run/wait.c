// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bounded waiting for the kernel's devices. The text of an event is not
 * looked at: it only says "look again".
 */
#include "wait.h"
#include "io.h"

#include <errno.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#define GROUP_KERNEL	1	/* lib/kobject_uevent.c */

int wait_open(struct wait *w, long long end)
{
	struct sockaddr_nl addr = {
		.nl_family = AF_NETLINK,
		.nl_groups = GROUP_KERNEL,
	};
	int rc;

	w->fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       NETLINK_KOBJECT_UEVENT);
	if (w->fd < 0)
		return -errno;
	if (bind(w->fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
		rc = -errno;
		close(w->fd);
		w->fd = -1;
		return rc;
	}
	w->end = end;
	return 0;
}

/*
 * Take one event off the socket. An overflow (ENOBUFS) is an event too: it
 * says that some were lost.
 */
static int wait_drain(const struct wait *w)
{
	char buf[64];		/* the rest of a message is cut off */

	if (recv(w->fd, buf, sizeof(buf), 0) < 0 && errno != ENOBUFS &&
	    errno != EAGAIN && errno != EINTR)
		return -errno;
	return 0;
}

int wait_event(const struct wait *w)
{
	struct pollfd p = { .fd = w->fd, .events = POLLIN };
	long long left = w->end - io_ms();
	int rc;

	if (left <= 0)
		return -ETIMEDOUT;
	rc = poll(&p, 1, (int)left);
	if (rc < 0)
		return errno == EINTR ? 0 : -errno;
	if (rc == 0)
		return -ETIMEDOUT;
	return wait_drain(w);
}

void wait_close(struct wait *w)
{
	close(w->fd);
	w->fd = -1;
}
