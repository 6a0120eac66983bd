// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hands the medium of a CD drive that came after boot to qmpd, which gives it
 * to QEMU: an open descriptor and the drive's number, once. We close ours at
 * once: dom0 cannot take the device away while anybody has it open.
 */
#include "media.h"

#include "log.h"
#include "sock.h"
#include "store.h"
#include "wiring.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The device may be gone again by now: then its next coming counts. */
static void hand_over(struct media *m, unsigned int devid, const char *path)
{
	struct hotplug_msg msg = { .devid = devid };
	ssize_t put;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		log_w("medium %u: open %s: %s", devid, path, strerror(errno));
		return;
	}
	put = sock_write(m->qmpd_fd, &msg, sizeof(msg), fd);
	close(fd);
	if (put <= 0) {
		log_e("medium %u: send to qmpd: %s", devid,
		      put ? strerror((int)-put) : "its queue is full");
		return;
	}
	if (!known_add(&m->known, devid))
		log_w("medium %u: too many devices", devid);
	log_i("medium %u: %s handed over", devid, path);
}

/* As store_vbd(); an error is logged. */
static int vbd_look(struct media *m, unsigned int devid)
{
	int vbd = store_vbd(m->xs, devid);

	if (vbd < 0)
		log_e("vbd %u: xenstore: %s", devid, strerror(-vbd));
	m->lost = m->lost || vbd == -EBADF;
	return vbd;
}

/*
 * No block device will ever come, but libxl waits for a descriptor of this
 * drive's all the same (libxl_cdrom_insert polls query-fdsets).
 */
static void vbd_added(struct media *m, unsigned int devid)
{
	if (known_has(&m->known, devid))
		return;
	if (vbd_look(m, devid) == STORE_VBD_CDROM_EMPTY)
		hand_over(m, devid, "/dev/null");
}

static void disk_added(struct media *m, unsigned int devid, const char *node)
{
	char path[sizeof("/dev/") + sizeof(((struct uevent *)0)->node)];
	int vbd;

	if (known_has(&m->known, devid))
		return;
	vbd = vbd_look(m, devid);
	if (vbd == STORE_VBD_DISK)
		log_i("vbd %u: not a CD drive, left alone", devid);
	if (vbd != STORE_VBD_CDROM && vbd != STORE_VBD_CDROM_EMPTY)
		return;
	(void)snprintf(path, sizeof(path), "/dev/%s", node);
	hand_over(m, devid, path);
}

void media_event(struct media *m, const struct uevent *ev)
{
	switch (ev->kind) {
	case UEVENT_OTHER:
		return;
	case UEVENT_VBD_ADD:
		vbd_added(m, ev->devid);
		return;
	case UEVENT_DISK_ADD:
		disk_added(m, ev->devid, ev->node);
		return;
	case UEVENT_VBD_REMOVE:
	case UEVENT_DISK_REMOVE:
		known_remove(&m->known, ev->devid);
		return;
	}
}

static void boot_add(void *arg, unsigned int devid)
{
	struct media *m = arg;

	if (!known_add(&m->known, devid))
		log_w("vbd %u: too many devices", devid);
}

int media_at_boot(struct media *m)
{
	return store_each_vbd(m->xs, boot_add, m);
}

/* The event that a vbd would have had: of its disk, or else of itself. */
static void rescan_one(void *arg, unsigned int devid)
{
	struct uevent ev = { .kind = UEVENT_VBD_ADD, .devid = devid };
	char path[64];
	struct dirent *e;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/sys/devices/vbd-%u/block", devid);
	dir = opendir(path);
	while (dir && (e = readdir(dir)) != NULL)
		if (e->d_name[0] != '.' &&
		    strlen(e->d_name) < sizeof(ev.node)) {
			ev.kind = UEVENT_DISK_ADD;
			strcpy(ev.node, e->d_name);
		}
	if (dir)
		closedir(dir);
	media_event(arg, &ev);
}

/*
 * What went unseen cannot be told from what stayed if it is back already:
 * such a change is lost, and libxl says so after its time-out.
 */
void media_rescan(struct media *m)
{
	struct known old = m->known;
	size_t i;
	int rc;

	for (i = 0; i < old.n; i++)
		if (vbd_look(m, old.devid[i]) == STORE_VBD_GONE)
			known_remove(&m->known, old.devid[i]);
	rc = store_each_vbd(m->xs, rescan_one, m);
	if (rc < 0)
		log_e("rescan device/vbd: %s", strerror(-rc));
	m->lost = m->lost || rc == -EBADF;
}
