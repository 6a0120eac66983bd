/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UEVENT_H
#define UEVENT_H

#include <stdbool.h>
#include <stddef.h>

enum uevent_kind {
	UEVENT_OTHER,		/* malformed, or none of our business */
	UEVENT_VBD_ADD,		/* the xenbus device: it may never connect */
	UEVENT_VBD_REMOVE,
	UEVENT_DISK_ADD,	/* its block device: it is connected */
	UEVENT_DISK_REMOVE
};

struct uevent {
	enum uevent_kind kind;
	unsigned int devid;	/* the vbd's number in xenstore */
	char node[32];		/* a disk's file name in /dev, else "" */
};

/*
 * Read one message of the kernel's uevent socket. Anything but a whole,
 * well-formed event of a vbd gives UEVENT_OTHER; *ev is always set.
 */
void uevent_parse(const char *msg, size_t len, struct uevent *ev);

/*
 * A decimal number below 2^31 (vbd numbers end at 2^29), without sign,
 * spaces or leading zero, of len bytes.
 */
bool uevent_number(const char *s, size_t len, unsigned int *out);

#endif
