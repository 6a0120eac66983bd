/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONFINE_H
#define CONFINE_H

/*
 * Give up for good: capabilities, root, the file system, new descriptors,
 * all system calls but those of the loop.
 * Returns 0, or -errno with *what set to the step that failed.
 */
int confine_enter(const char **what);

#endif
