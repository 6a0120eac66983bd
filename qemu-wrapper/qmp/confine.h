/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONFINE_H
#define CONFINE_H

#include <sys/resource.h>
#include <sys/types.h>

/*
 * Give up everything but the descriptors held: root directory, user,
 * capabilities, memory, and all system calls the poll loop does not make. For
 * good. Returns 0, or -errno with *what naming the step; the process is then
 * half confined and must end. memory bounds the address space.
 */
int confine(const char *root, uid_t uid, rlim_t memory, const char **what);

#endif
