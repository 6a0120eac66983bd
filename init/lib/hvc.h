/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HVC_H
#define HVC_H

/* A Xen console that carries data: raw, non-blocking. Returns fd or -errno. */
int hvc_open(const char *path, int flags);

/*
 * Bytes that are not even in the ring yet (hvc's n_outbuf), or -errno. When
 * there are none, the ring has the last of what was written.
 */
int hvc_pending(int fd);

#endif
