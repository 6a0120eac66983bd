/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TAP_H
#define TAP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The number of the NIC that the tap of this name belongs to: 0 for
 * "vif5.0-emu" and target 5 (libxl_nic.c, libxl__device_nic_devname). False if
 * it is none of the target's.
 */
bool tap_devid(const char *ifname, unsigned int target, unsigned int *devid);

/* Is the value of a -netdev a tap? */
bool tap_is(const char *value);

/*
 * The value without what names the tap or concerns dom0, and with fd=. It needs
 * room for 32 characters more.
 */
void tap_by_fd(const char *value, int fd, char *buf, size_t cap);

#endif
