/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>

struct xs_handle;

/*
 * Tell the toolstack that the device model of that domain runs: libxl waits
 * for this value and no other (libxl_dm.c, stubdom_xswait_cb).
 * Returns 0 or -errno.
 */
int store_set_running(struct xs_handle *xs, int target);

enum store_vbd {
	STORE_VBD_GONE,
	STORE_VBD_DISK,
	STORE_VBD_CDROM,	/* has, or will have, a block device */
	STORE_VBD_CDROM_EMPTY	/* never connects */
};

/*
 * What the backend says about a vbd of ours. Returns an enum store_vbd, or
 * -errno; -EBADF: the connection is lost for good (libxenstore closes it when
 * one message fails: xs.c, xs_talkv).
 */
int store_vbd(struct xs_handle *xs, unsigned int devid);

/* Call fn for each vbd that we have. Returns 0 or -errno. */
int store_each_vbd(struct xs_handle *xs,
		   void (*fn)(void *arg, unsigned int devid), void *arg);

#endif
