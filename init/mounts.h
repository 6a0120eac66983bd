/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MOUNTS_H
#define MOUNTS_H

/*
 * Mount the file systems and make the directories that the wiring needs.
 * Returns 0, or -errno with *what set to the path it failed on.
 */
int mounts_make(const char **what);

#endif
