// SPDX-License-Identifier: GPL-2.0-or-later
/* What hotplugd reads from xenstore; paths are relative to our own domain. */
#include "store.h"

#include "uevent.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xenstore.h>

#define VALUE_MAX	1024

/* Returns the length of the NUL-terminated value, or -errno. */
static int value(struct xs_handle *xs, const char *path, char out[VALUE_MAX])
{
	unsigned int len;
	char *v = xs_read(xs, XBT_NULL, path, &len);
	int rc;

	if (!v)
		return -errno;
	rc = len < VALUE_MAX ? (int)len : -EFBIG;
	if (rc >= 0)
		memcpy(out, v, len + 1);	/* xs_read adds a NUL */
	free(v);
	return rc;
}

int store_set_running(struct xs_handle *xs, int target)
{
	static const char running[] = "running";
	char path[64];

	(void)snprintf(path, sizeof(path), "device-model/%d/state", target);
	return xs_write(xs, XBT_NULL, path, running, sizeof(running) - 1) ?
	       0 : -errno;
}

static int backend_value(struct xs_handle *xs, const char *backend,
			 const char *key, char out[VALUE_MAX])
{
	char path[VALUE_MAX + 32];

	(void)snprintf(path, sizeof(path), "%s/%s", backend, key);
	return value(xs, path, out);
}

/*
 * libxl gives an empty drive served by QEMU in dom0 (qdisk) the params
 * "aio:", which that QEMU refuses: the backend stays in state 1.
 */
static bool drive_is_empty(struct xs_handle *xs, const char *backend)
{
	char v[VALUE_MAX];

	if (backend_value(xs, backend, "type", v) < 0 ||
	    strcmp(v, "qdisk") != 0)
		return false;
	if (backend_value(xs, backend, "params", v) < 0)
		return false;
	return v[0] == '\0' || v[strlen(v) - 1] == ':';
}

int store_vbd(struct xs_handle *xs, unsigned int devid)
{
	char backend[VALUE_MAX], v[VALUE_MAX], path[64];
	int n;

	(void)snprintf(path, sizeof(path), "device/vbd/%u/backend", devid);
	n = value(xs, path, backend);
	if (n > 0)
		n = backend_value(xs, backend, "device-type", v);
	else if (n == 0)
		n = -ENOENT;
	if (n < 0)
		return n == -ENOENT ? STORE_VBD_GONE : n;
	if (strcmp(v, "cdrom") != 0)
		return STORE_VBD_DISK;
	return drive_is_empty(xs, backend) ? STORE_VBD_CDROM_EMPTY
					   : STORE_VBD_CDROM;
}

int store_each_vbd(struct xs_handle *xs,
		   void (*fn)(void *arg, unsigned int devid), void *arg)
{
	unsigned int i, n, devid;
	char **dir = xs_directory(xs, XBT_NULL, "device/vbd", &n);

	if (!dir)
		return errno == ENOENT ? 0 : -errno;
	for (i = 0; i < n; i++)
		if (uevent_number(dir[i], strlen(dir[i]), &devid))
			fn(arg, devid);
	free(dir);
	return 0;
}
