/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DROP_H
#define DROP_H

/*
 * Give up every capability for good; uid 0 stays, as the owner of /dev/xvd*.
 * Affects the calling thread: call it before there is another.
 * Returns 0 or -errno.
 */
int drop_capabilities(void);

#endif
