/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONFINE_H
#define CONFINE_H

/*
 * Two steps, as libxenstore makes a thread in between and can no more after
 * the second. Each is for good and returns 0 or -errno.
 */

/* Every capability; uid 0 stays, as the owner of /dev/xvd*. */
int confine_privilege(const char **what);

/* All system calls but those that the loop and libxenstore make. */
int confine_calls(void);

#endif
