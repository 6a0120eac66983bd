/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TARGET_H
#define TARGET_H

struct xs_handle;

/*
 * The guest this stub domain serves: the domid in the xenstore node `target`,
 * which the toolstack writes (libxl_dm.c, libxl__spawn_stub_dm).
 * Returns the domid, or -errno: -ENOENT if this is no stub domain, which
 * dm-run alone reports as an error; -EINVAL if the node holds no domid.
 */
int target_read(struct xs_handle *xs);

#endif
