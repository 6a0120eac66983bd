/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DISKS_H
#define DISKS_H

#include "conf.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * How many of the guest's CDs are dom0's file of that name; name is then the
 * stub domain's name of one of them ("xvdz"). What a domain other than dom0
 * serves does not count, whatever it is called: the other domain chose that
 * name. Nor does a disk, which the guest may write to.
 */
size_t disks_of_file(const struct dmconf *c, const char *file, char *name,
		     size_t cap);

enum disks_form {
	DISKS_NONE,	/* names no device */
	DISKS_ONE,	/* file=/dev/xvd...: can be waited for */
	DISKS_OTHER,	/* names a device in another way */
};

/*
 * What the value of a -drive says. With DISKS_ONE, name is what follows
 * /dev/: "xvda".
 */
enum disks_form disks_of_drive(const char *value, char *name, size_t cap);

/* Does it name a device, in whatever way? */
bool disks_named(const char *value);

#endif
