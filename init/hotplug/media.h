/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEDIA_H
#define MEDIA_H

#include "known.h"
#include "uevent.h"

struct xs_handle;

/* Everything that hand-over needs. Zero-initialise the rest. */
struct media {
	struct xs_handle *xs;
	int qmpd_fd;
	bool lost;	/* the connection to xenstore: another one is needed */
	struct known known;
};

/* Note the vbds of boot: they are QEMU's already. Returns 0 or -errno. */
int media_at_boot(struct media *m);

/* A vbd came or went: hand over what is a CD drive's new medium. */
void media_event(struct media *m, const struct uevent *ev);

/* Events were lost: find out what they would have said. */
void media_rescan(struct media *m);

#endif
