/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DISKS_H
#define DISKS_H

#include "conf.h"

#include <stddef.h>

/*
 * How many of the guest's CDs are dom0's file of that name; name is then the
 * stub domain's name of one of them ("xvdz"). What a domain other than dom0
 * serves does not count, whatever it is called: the other domain chose that
 * name. Nor does a disk, which the guest may write to.
 */
size_t disks_of_file(const struct dmconf *c, const char *file, char *name,
		     size_t cap);

#endif
