// SPDX-License-Identifier: GPL-2.0-or-later
/* The consoles hvc1 and hvc2, which carry the device state. */
#include "hvc.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

int hvc_open(const char *path, int flags)
{
	struct termios tio;
	int fd, rc;

	fd = open(path, flags | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (tcgetattr(fd, &tio) < 0)
		goto fail;
	cfmakeraw(&tio);
	if (tcsetattr(fd, TCSANOW, &tio) < 0)
		goto fail;
	return fd;
fail:
	rc = -errno;
	close(fd);
	return rc;
}

int hvc_pending(int fd)
{
	int left;

	return ioctl(fd, TIOCOUTQ, &left) < 0 ? -errno : left;
}
