// SPDX-License-Identifier: GPL-2.0-or-later
/* PURE. Which of the stub domain's disks an argument of QEMU's means. */
#include "disks.h"
#include "vdev.h"

#include <string.h>

/*
 * The path of the backend is in the stub domain's own directory, which dom0
 * wrote and the backend's domain can only read (libxl_device.c,
 * libxl__device_generic_add); params, and so d->file, is the backend's.
 */
static bool served_by_dom0(const struct conf_vbd *d)
{
	static const char dom0[] = "/local/domain/0/backend/";

	return strncmp(d->backend, dom0, sizeof(dom0) - 1) == 0;
}

size_t disks_of_file(const struct dmconf *c, const char *file, char *name,
		     size_t cap)
{
	size_t i, n = 0;

	for (i = 0; i < c->vbds; i++) {
		const struct conf_vbd *d = &c->vbd[i];

		if (d->file[0] != '\0' && strcmp(d->file, file) == 0 &&
		    d->cdrom && served_by_dom0(d) &&
		    vdev_name(d->devid, name, cap))
			n++;
	}
	return n;
}
