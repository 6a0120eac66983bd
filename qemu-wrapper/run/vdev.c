// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. vbd number to device name, as xlvbd_alloc_gendisk() and
 * xen_translate_vdev() have it (Linux, drivers/block/xen-blkfront.c); numbers
 * are built by libxl__device_disk_dev_number(). For IDE numbers Linux drops
 * the partition.
 */
#include "vdev.h"

#include <stdio.h>

#define EXTENDED	(1u << 28)
#define MAJOR_IDE0	3u
#define MAJOR_IDE1	22u
#define MAJOR_SCSI0	8u
#define MAJOR_SCSI1	65u	/* .. 71: disks 16 to 127 */
#define MAJOR_SCSI8	128u	/* .. 135: disks 128 to 255 */
#define MAJOR_XVD	202u

static bool vdev_scsi(unsigned int bank, unsigned int minor, struct vdev *v)
{
	v->kind = VDEV_SCSI;
	v->disk = bank * 16 + minor / 16;
	v->part = minor % 16;
	return true;
}

bool vdev_decode(unsigned int devid, struct vdev *v)
{
	unsigned int major = devid >> 8, minor = devid & 0xff;

	if (devid >> 29)
		return false;
	if (devid & EXTENDED) {
		v->kind = VDEV_XEN;
		v->disk = (devid & ~EXTENDED) >> 8;
		v->part = minor;
		return true;
	}
	if (major == MAJOR_IDE0 || major == MAJOR_IDE1) {
		v->kind = VDEV_IDE;
		v->disk = (major == MAJOR_IDE1 ? 2 : 0) + minor / 64;
		v->part = 0;
		return v->disk < 4;
	}
	if (major == MAJOR_XVD) {
		v->kind = VDEV_XEN;
		v->disk = minor / 16;
		v->part = minor % 16;
		return true;
	}
	if (major == MAJOR_SCSI0)
		return vdev_scsi(0, minor, v);
	if (major >= MAJOR_SCSI1 && major < MAJOR_SCSI1 + 7)
		return vdev_scsi(major - MAJOR_SCSI1 + 1, minor, v);
	if (major >= MAJOR_SCSI8 && major < MAJOR_SCSI8 + 8)
		return vdev_scsi(major - MAJOR_SCSI8 + 8, minor, v);
	return false;
}

bool vdev_name(unsigned int devid, char *buf, size_t cap)
{
	char letters[8], *p = letters + sizeof(letters) - 1;
	unsigned int n;
	struct vdev v;
	int len;

	if (!vdev_decode(devid, &v))
		return false;
	*p = '\0';
	for (n = v.disk + 1; n > 0; n = (n - 1) / 26)
		*--p = (char)('a' + (n - 1) % 26);
	if (v.part != 0)
		len = snprintf(buf, cap, "xvd%s%u", p, v.part);
	else
		len = snprintf(buf, cap, "xvd%s", p);
	return len > 0 && (size_t)len < cap;
}
