// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The guest's RAM disk for QEMU's -initrd. It comes as a disk, but QEMU maps
 * it and takes its length from stat(), which a block device does not have
 * (hw/i386/x86-common.c, x86_load_linux; glib, g_mapped_file_new).
 */
#include "ramdisk.h"

#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL	8u	/* Linux 6.3 */
#endif

static int copy(int from, int to, long long end)
{
	char buf[65536];
	ssize_t n;
	int rc;

	for (;;) {
		if (io_ms() >= end)
			return -ETIMEDOUT;
		n = read(from, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : 0;
		rc = io_write_all(to, buf, (size_t)n);
		if (rc < 0)
			return rc;
	}
}

enum verdict ramdisk_load(const char *name, long long end, int *fd,
			  struct why *why)
{
	char path[32];
	int from, rc;

	(void)snprintf(path, sizeof(path), "/dev/%s", name);
	from = open(path, O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return why_system(why, "RAM disk %s: %s", path,
				  strerror(errno));
	*fd = memfd_create("initrd", MFD_CLOEXEC | MFD_NOEXEC_SEAL);
	rc = *fd < 0 ? -errno : copy(from, *fd, end);
	if (rc == 0 && fcntl(*fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW |
			     F_SEAL_SHRINK | F_SEAL_SEAL) < 0)
		rc = -errno;
	close(from);
	if (rc == 0)
		return VERDICT_OK;
	if (*fd >= 0)
		close(*fd);
	if (rc == -ETIMEDOUT)
		return why_system(why, "RAM disk %s: %lld s after the start "
				  "not all of it was read", path, end / 1000);
	return why_system(why, "RAM disk %s: copy to memory: %s", path,
			  strerror(-rc));
}
