/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>

struct xs_handle;

/*
 * Watch for QEMU of that domain to run. Starts libxenstore's reader thread:
 * whatever the process gives up, it must have given up before.
 * Returns 0 or -errno.
 */
int store_watch_state(struct xs_handle *xs, int target);

/* Take one pending watch event. */
void store_take_event(struct xs_handle *xs);

/* Has QEMU of that domain said that it runs? */
bool store_is_running(struct xs_handle *xs, int target);

enum store_vbd {
	STORE_VBD_GONE,		/* or not readable */
	STORE_VBD_DISK,
	STORE_VBD_CDROM,	/* has, or will have, a block device */
	STORE_VBD_CDROM_EMPTY	/* never connects */
};

/* What the backend says about a vbd of ours. */
enum store_vbd store_vbd(struct xs_handle *xs, unsigned int devid);

/* Call fn for each vbd that we have. Returns 0 or -errno. */
int store_each_vbd(struct xs_handle *xs,
		   void (*fn)(void *arg, unsigned int devid), void *arg);

#endif
