// SPDX-License-Identifier: GPL-2.0-or-later
/* System calls wrapped once for all programs: short reads, EINTR, the clock. */
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

ssize_t io_read_file(const char *path, char *buf, size_t cap)
{
	size_t len = 0;
	ssize_t n, rc;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (;;) {
		n = read(fd, buf + len, cap - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		len += (size_t)n;
		if (len == cap) {
			rc = -EFBIG;
			goto out;
		}
	}
	rc = n < 0 ? -errno : (ssize_t)len;
	if (n == 0)
		buf[len] = '\0';
out:
	close(fd);
	return rc;
}

int io_write_all(int fd, const void *buf, size_t len)
{
	const char *p = buf;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

long long io_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}
