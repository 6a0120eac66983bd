// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hotplugd: listens to the kernel and to xenstore, hands CD media over, and
 * says when QEMU runs. It holds the domain's xenstore identity and therefore
 * reads nothing that QEMU can write.
 */
#include "confine.h"
#include "io.h"
#include "log.h"
#include "media.h"
#include "meminfo.h"
#include "store.h"
#include "target.h"
#include "uevent.h"
#include "version.h"
#include "wiring.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <xenstore.h>

#define UEVENT_MAX	8192		/* the kernel's own bound is 2048 */
#define UEVENT_QUEUE	(256 * 1024)
#define FREE_LOW_KIB	6144		/* a NIC's queues alone can take 4 MiB */
#define KERNEL_GROUP	1		/* 2 is what udev sends to */

enum { SLOT_UEVENT, SLOT_QMPD, SLOT_COUNT };

struct hotplugd {
	struct media media;
	struct pollfd p[SLOT_COUNT];
	int target;
};

/* Returns a socket that gets the kernel's uevents from now on, or -errno. */
static int uevent_open(void)
{
	const struct sockaddr_nl sa = {
		.nl_family = AF_NETLINK,
		.nl_groups = KERNEL_GROUP,
	};
	const int size = UEVENT_QUEUE;
	int fd, rc;

	fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    NETLINK_KOBJECT_UEVENT);
	if (fd < 0)
		return -errno;
	/* a smaller queue only means that a rescan comes sooner */
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	if (bind(fd, (const struct sockaddr *)&sa, sizeof(sa)) < 0) {
		rc = -errno;
		close(fd);
		return rc;
	}
	return fd;
}

/* One message. Only the kernel may send: others have a port number. */
static void uevent_read(struct hotplugd *h)
{
	struct sockaddr_nl sa = { .nl_pid = 0 };
	socklen_t sa_len = sizeof(sa);
	char msg[UEVENT_MAX];
	struct uevent ev;
	ssize_t n;

	n = recvfrom(h->p[SLOT_UEVENT].fd, msg, sizeof(msg), 0,
		     (struct sockaddr *)&sa, &sa_len);
	if (n < 0 && errno == ENOBUFS) {
		log_w("uevents: lost some, looking at all devices");
		media_rescan(&h->media);
		return;
	}
	if (n < 0 && errno != EAGAIN && errno != EINTR)
		log_e("uevents: %s", strerror(errno));
	if (n < 0 || sa.nl_pid != 0)
		return;
	uevent_parse(msg, (size_t)n, &ev);
	media_event(&h->media, &ev);
}

static void running_log(void)
{
	char text[4096];
	long total, avail;
	ssize_t n = io_read_file("/proc/meminfo", text, sizeof(text));

	if (n < 0) {
		log_w("phase running: meminfo: %s", strerror((int)-n));
		return;
	}
	avail = meminfo_kib(text, "MemAvailable");
	total = meminfo_kib(text, "MemTotal");
	log_i("phase running: %ld KiB free of %ld KiB", avail, total);
	if (avail < FREE_LOW_KIB)
		log_w("memory: little is free: raise stubdomain_memory");
}

/*
 * A byte from qmpd: QEMU runs. It cannot write the state that libxl waits for,
 * as it has given its Xen handles over to -xen-domid-restrict. A restarted
 * qmpd says it again, which does no harm. The byte is taken when it has been
 * acted on: qmpd does not repeat it for a hotplugd that is restarted.
 */
static void qmpd_read(struct hotplugd *h)
{
	char ignored;
	ssize_t n = recv(HOTPLUGD_FD_QMPD, &ignored, 1, MSG_DONTWAIT | MSG_PEEK);
	int rc;

	if (n == 0)
		h->p[SLOT_QMPD].fd = -1;
	if (n <= 0)
		return;
	rc = store_set_running(h->media.xs, h->target);
	if (rc < 0)
		log_e("device-model/%d/state: %s", h->target, strerror(-rc));
	else
		running_log();
	h->media.lost = h->media.lost || rc == -EBADF;
	if (!h->media.lost)
		(void)recv(HOTPLUGD_FD_QMPD, &ignored, 1, MSG_DONTWAIT);
}

/*
 * The order matters: uevents are queued before the vbds of boot are listed.
 * Returns 0, or -errno with *what set.
 */
static int setup(struct hotplugd *h, const char **what)
{
	int rc;

	*what = "uevent socket";
	h->p[SLOT_UEVENT].fd = uevent_open();
	if (h->p[SLOT_UEVENT].fd < 0)
		return h->p[SLOT_UEVENT].fd;
	*what = "xenstore";
	h->media.xs = xs_open(0);
	if (!h->media.xs)
		return -errno;
	rc = confine_enter(what);
	if (rc < 0)
		return rc;
	*what = "device/vbd";
	rc = media_at_boot(&h->media);
	if (rc < 0)
		return rc;
	*what = "target";
	h->target = target_read(h->media.xs);
	return h->target < 0 ? h->target : 0;
}

/* Ends when the connection to xenstore does. */
static void loop(struct hotplugd *h)
{
	int i;

	h->p[SLOT_QMPD].fd = h->media.qmpd_fd;
	for (i = 0; i < SLOT_COUNT; i++)
		h->p[i].events = POLLIN;
	while (!h->media.lost) {
		if (poll(h->p, SLOT_COUNT, -1) < 0)
			continue;
		if (h->p[SLOT_UEVENT].revents)
			uevent_read(h);
		if (h->p[SLOT_QMPD].revents)
			qmpd_read(h);
	}
}

int main(int argc, char **argv)
{
	static struct hotplugd h;
	const char *what;
	int rc;

	if (version_asked(argc, argv))
		return 0;
	h.media.qmpd_fd = HOTPLUGD_FD_QMPD;
	rc = setup(&h, &what);
	if (h.target == -ENOENT) {
		log_i("target: none, there is nothing to follow");
		return EXIT_USER;
	}
	if (rc < 0) {
		log_e("%s: %s", what, strerror(-rc));
		return EXIT_SYSTEM;
	}
	loop(&h);
	return EXIT_SYSTEM;
}
