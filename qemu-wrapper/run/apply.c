// SPDX-License-Identifier: GPL-2.0-or-later
/* Do what the plan says, in its order; decide nothing. */
#include "apply.h"
#include "confine.h"
#include "log.h"
#include "net.h"
#include "ramdisk.h"
#include "restore.h"
#include "wait.h"
#include "wiring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LIFTED	128	/* above a plan's numbers */

/*
 * The node exists, and belongs to the vbd that it should: a name alone would
 * be the wrong disk if blkfront named another one so.
 */
static bool disk_ready(const struct plan_disk *d)
{
	char path[64], link[256], want[32];
	struct stat st;
	const char *base;
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/sys/class/block/%s/device",
		       d->name);
	n = readlink(path, link, sizeof(link) - 1);
	if (n < 0)
		return false;
	link[n] = '\0';
	base = strrchr(link, '/');
	base = base != NULL ? base + 1 : link;
	(void)snprintf(want, sizeof(want), "vbd-%u", d->vbd->devid);
	if (strcmp(base, want) != 0)
		return false;
	(void)snprintf(path, sizeof(path), "/dev/%s", d->name);
	return stat(path, &st) == 0 && S_ISBLK(st.st_mode);
}

/* The XenbusState of the backend as text, for a human. */
static void backend_state(const struct store *s, const char *backend,
			  char *buf, size_t cap)
{
	char path[CONF_MAX_PATH + 16];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "%s/state", backend);
	n = s->read(s, path, buf, cap - 1);
	if (n < 0)
		(void)snprintf(buf, cap, "%s", strerror((int)-n));
	else
		buf[n] = '\0';
}

static enum verdict disk_missing(const struct plan_disk *d, long long end,
				 const struct store *s, struct why *why)
{
	char state[64];

	backend_state(s, d->vbd->backend, state, sizeof(state));
	return why_user(why, "disk %s: vbd %u was not there %lld s after the "
			"start: backend %s is in state %s (connected is 4)",
			d->name, d->vbd->devid, end / 1000, d->vbd->backend,
			state);
}

enum verdict apply_disks(const struct plan *p, const struct applied *a,
			 const struct store *s, struct why *why)
{
	struct wait w;
	size_t i;
	int rc;

	if (p->disks == 0)
		return VERDICT_OK;
	rc = wait_open(&w, a->end);
	for (i = 0; i < p->disks && rc == 0; i++)
		while (rc == 0 && !disk_ready(&p->disk[i]))
			rc = wait_event(&w);
	wait_close(&w);
	if (rc == 0)
		return VERDICT_OK;
	if (rc == -ETIMEDOUT)
		return disk_missing(&p->disk[i - 1], a->end, s, why);
	return why_system(why, "uevents: %s", strerror(-rc));
}

/* Lift fd out of the plan's numbers. Consumes fd. Returns it, or -errno. */
static int lift(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, LIFTED);
	int rc = high < 0 ? -errno : high;

	close(fd);
	return rc;
}

static enum verdict apply_nic(const struct plan_nic *nic, struct wait *w,
			      int *tap, struct why *why)
{
	char netfront[NET_IFNAME];
	enum verdict v;
	int rc = 0, fd;

	while (rc == 0 && !net_find(nic->devid, netfront))
		rc = wait_event(w);
	if (rc == -ETIMEDOUT)
		return why_user(why, "nic %u: its netfront was not there "
				"%lld s after the start", nic->devid,
				w->end / 1000);
	if (rc < 0)
		return why_system(why, "uevents: %s", strerror(-rc));
	v = net_join(nic, netfront, &fd, why);
	if (v != VERDICT_OK)
		return v;
	*tap = lift(fd);
	if (*tap < 0)
		return why_system(why, "nic %u: %s", nic->devid,
				  strerror(-*tap));
	log_i("nic %u: tap %s, bridge %s, netfront %s", nic->devid, nic->tap,
	      nic->bridge, netfront);
	return VERDICT_OK;
}

enum verdict apply_nics(const struct plan *p, struct applied *a,
			struct why *why)
{
	enum verdict v = VERDICT_OK;
	struct wait w;
	size_t i;
	int rc;

	if (p->nics == 0)
		return VERDICT_OK;
	rc = wait_open(&w, a->end);
	if (rc < 0)
		return why_system(why, "uevents: %s", strerror(-rc));
	for (i = 0; i < p->nics && v == VERDICT_OK; i++)
		v = apply_nic(&p->nic[i], &w, &a->tap[i], why);
	wait_close(&w);
	return v;
}

enum verdict apply_ramdisk(const struct plan *p, struct applied *a,
			   struct why *why)
{
	enum verdict v;
	int fd;

	if (p->ramdisk_fd == 0)
		return VERDICT_OK;
	v = ramdisk_load(p->ramdisk, a->end, &fd, why);
	if (v != VERDICT_OK)
		return v;
	a->ramdisk = lift(fd);
	if (a->ramdisk < 0)
		return why_system(why, "RAM disk: %s", strerror(-a->ramdisk));
	return VERDICT_OK;
}

enum verdict apply_restore(const struct plan *p, struct applied *a,
			   struct why *why)
{
	const struct restore restore = {
		.in = PLAN_HVC_RESTORE,
		.out = "/dev/hvc1",	/* the save console */
		.dir = DIR_STATE,
		.end = a->end,
	};
	enum verdict v;
	int fd;

	if (p->restore_fd == 0)
		return VERDICT_OK;
	v = restore_start(&restore, &fd, why);
	if (v != VERDICT_OK)
		return v;
	a->restore = lift(fd);
	if (a->restore < 0)
		return why_system(why, "restore: %s", strerror(-a->restore));
	return VERDICT_OK;
}

/* What init wired must outlive exec, whatever its flags. */
static int keep_wired(void)
{
	int fd;

	for (fd = DM_FD_MON_LIBXL; fd < DM_FD_END; fd++)
		if (fcntl(fd, F_SETFD, 0) < 0)
			return -errno;
	return 0;
}

/*
 * Every descriptor to its number, all others closed. Whatever else had that
 * number (the uevent socket long ago, xenstore) is overwritten.
 */
static int place_fds(const struct plan *p, const struct applied *a)
{
	size_t i;
	int rc = keep_wired();

	if (rc < 0)
		return rc;
	if (p->restore_fd != 0 && dup2(a->restore, p->restore_fd) < 0)
		return -errno;
	if (p->ramdisk_fd != 0 && dup2(a->ramdisk, p->ramdisk_fd) < 0)
		return -errno;
	for (i = 0; i < p->nics; i++)
		if (dup2(a->tap[i], p->nic[i].fd) < 0)
			return -errno;
	/* musl 1.2.5 has no close_range(). */
	if (syscall(SYS_close_range, (unsigned int)p->fds, ~0u, 0) < 0)
		return -errno;
	return 0;
}

enum verdict apply_exec(const struct plan *p, const struct applied *a,
			struct why *why)
{
	static char *const env[] = { NULL };
	enum verdict v;
	int rc;

	rc = place_fds(p, a);
	if (rc < 0)
		return why_system(why, "descriptors: %s", strerror(-rc));
	v = confine_self(p->unrestricted, why);
	if (v != VERDICT_OK)
		return v;
	(void)execve(PLAN_QEMU, p->argv.arg, env);	/* only fails */
	return why_system(why, "%s: %s", PLAN_QEMU, strerror(errno));
}
