// SPDX-License-Identifier: GPL-2.0-or-later
/* PURE. Which of the stub domain's disks an argument of QEMU's means. */
#include "disks.h"
#include "optstr.h"
#include "vdev.h"

#include <stdio.h>
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

/* "/dev/xvda", "dev//xvda", "raw:/dev/xvda", a filename in JSON. */
bool disks_named(const char *value)
{
	return strstr(value, "dev/") != NULL;
}

static bool is_file_of_dev(const struct optstr *o, char *name, size_t cap)
{
	static const char dev[] = "/dev/", disks[] = "/dev/xvd";
	char path[64];
	int n;

	if (!optstr_key_is(o, "file") || !optstr_value(o, path, sizeof(path)) ||
	    strncmp(path, disks, sizeof(disks) - 1) != 0)
		return false;
	n = snprintf(name, cap, "%s", path + sizeof(dev) - 1);
	return n > 0 && (size_t)n < cap;
}

enum disks_form disks_of_drive(const char *value, char *name, size_t cap)
{
	enum disks_form form = DISKS_NONE;
	const char *pos = value;
	char text[CONF_MAX_ARG_LEN + 1];
	struct optstr o;

	while (optstr_next(value, &pos, &o)) {
		memcpy(text, o.start, o.len);
		text[o.len] = '\0';
		if (disks_named(text) && !is_file_of_dev(&o, name, cap))
			return DISKS_OTHER;
		if (optstr_key_is(&o, "file"))	/* the last one counts */
			form = disks_named(text) ? DISKS_ONE : DISKS_NONE;
	}
	return form;
}
