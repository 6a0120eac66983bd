/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef WIRE_H
#define WIRE_H

#include "services.h"

/*
 * Put /dev/null on descriptors 0 to 2, so that no wire can land there.
 * Returns 0 or -errno.
 */
int wire_stdio(void);

/*
 * Make every wire, O_CLOEXEC, and init's own stdout and stderr its log pipe.
 * Returns 0, or -errno with *what set to the object it failed on.
 */
int wire_open(int fd[WIRE_COUNT], const char **what);

#endif
