/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VDEV_H
#define VDEV_H

#include <stdbool.h>
#include <stddef.h>

/* How the guest's configuration named the disk. */
enum vdev_kind { VDEV_IDE, VDEV_SCSI, VDEV_XEN };

struct vdev {
	enum vdev_kind kind;
	unsigned int disk;	/* 0 is a */
	unsigned int part;	/* 0: the whole disk */
};

/* Decode a vbd's number. Returns false for one that Linux refuses. */
bool vdev_decode(unsigned int devid, struct vdev *v);

/* "xvda", "xvdaa", "xvdb1": the node Linux makes for it in /dev. */
bool vdev_name(unsigned int devid, char *buf, size_t cap);

#endif
