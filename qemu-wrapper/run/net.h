/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NET_H
#define NET_H

#include "plan.h"
#include "why.h"

#include <stdbool.h>

#define NET_IFNAME	16	/* IFNAMSIZ */

/* The name of the netfront of vif devid. Returns false if there is none yet. */
bool net_find(unsigned int devid, char ifname[NET_IFNAME]);

/*
 * Make the tap and join it to the netfront with a bridge, all up.
 * On success *fd is the tap (close-on-exec).
 */
enum verdict net_join(const struct plan_nic *nic, const char *netfront,
		      int *fd, struct why *why);

#endif
