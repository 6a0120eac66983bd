// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The file system tree as every program finds it. Nothing is writable but
 * bounded tmpfs: the domain's memory cannot be eaten through a file.
 */
#include "mounts.h"

#include "wiring.h"

#include <errno.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAFE	(MS_NOSUID | MS_NODEV | MS_NOEXEC)

struct mount_row {
	const char *target;
	const char *type;
	const char *data;
	unsigned long flags;
	mode_t mode;		/* of the directory under the mount */
};

struct dir_row {
	const char *path;
	mode_t mode;
	gid_t gid;
};

/* In order: a later row may lie within an earlier one. */
static const struct mount_row mounts[] = {
	{ "/proc", "proc", "hidepid=2", SAFE, 0555 },
	{ "/sys", "sysfs", NULL, SAFE, 0555 },
	{ "/dev", "devtmpfs", "mode=0755", MS_NOSUID | MS_NOEXEC, 0755 },
	{ "/run", "tmpfs", "mode=0755,size=512k,nr_inodes=64", SAFE, 0755 },
	{ DIR_STATE, "tmpfs", "mode=0700,size=16m,nr_inodes=8", SAFE, 0700 },
};

static const struct dir_row dirs[] = {
	{ DIR_QMP, 0750, UID_QMPD },
	{ DIR_EMPTY, 0555, 0 },
};

static int mount_one(const struct mount_row *m)
{
	if (mkdir(m->target, m->mode) < 0 && errno != EEXIST)
		return -errno;
	if (mount(m->type, m->target, m->type, m->flags, m->data) < 0)
		return -errno;
	return 0;
}

static int dir_one(const struct dir_row *d)
{
	if (mkdir(d->path, 0700) < 0 && errno != EEXIST)
		return -errno;
	if (chown(d->path, 0, d->gid) < 0)
		return -errno;
	if (chmod(d->path, d->mode) < 0)
		return -errno;
	return 0;
}

int mounts_make(const char **what)
{
	size_t i;
	int rc;

	for (i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		rc = mount_one(&mounts[i]);
		if (rc < 0) {
			*what = mounts[i].target;
			return rc;
		}
	}
	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		rc = dir_one(&dirs[i]);
		if (rc < 0) {
			*what = dirs[i].path;
			return rc;
		}
	}
	*what = "/";	/* MS_BIND: this mount only, whatever is under it */
	if (mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) < 0)
		return -errno;
	return 0;
}
