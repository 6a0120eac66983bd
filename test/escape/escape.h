/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ESCAPE_H
#define ESCAPE_H

#include <stdbool.h>

/* One line of the log: "ok N - text" or "not ok N - text". */
void result(bool good, const char *text);

/*
 * Open QEMU's handles on Xen and restrict them as its arguments say: before
 * anything else is given up. Logs whether that went as it does for QEMU.
 */
void xen_open(int argc, char **argv);

/* One above the last descriptor of those. */
int xen_fds_end(void);

/* Or take what this process holds for such handles, for that guest. */
void xen_adopt(int target);

/* What they are good for still. */
void xen_attempts(void);

#endif
