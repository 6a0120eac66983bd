/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RAMDISK_H
#define RAMDISK_H

#include "why.h"

/*
 * A copy of the disk /dev/<name> as a file in memory, which nobody can change:
 * in *fd, the caller's. Reads no more once io_ms() is end; a read that a
 * backend never answers has no end.
 */
enum verdict ramdisk_load(const char *name, long long end, int *fd,
			  struct why *why);

#endif
