/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONFINE_H
#define CONFINE_H

/*
 * Give up for good every capability (uid 0 stays, as the owner of /dev/xvd*)
 * and all system calls but those that the loop and libxenstore make.
 * Returns 0, or -errno with *what set to the step that failed.
 */
int confine_enter(const char **what);

#endif
