// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Copies QEMU's device state to the console that dom0 writes to its save file.
 * Does not look at the state: QEMU wrote it. Never blocks.
 *
 * When does dom0 have it all? The tty (TIOCOUTQ: hvc's n_outbuf) can tell when
 * its last byte has gone into the ring of the Xen console, not when the other
 * end has taken it. But the ring holds 2048 bytes (struct xencons_interface,
 * xen/include/public/io/console.h): so a tail of that size follows, and when
 * its last byte is in the ring, the last byte of the state has left it. QEMU
 * stops reading at its own end mark and never sees the tail.
 *
 * One state per life: dom0 appends the second to the first, and restores the
 * first. The tail is the place for a trailer by which the restoring side can
 * find the last one; until there is one, the second save is refused.
 */
#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define XENCONS_OUT 2048
#define DRAIN_MS 10

int save_open(const char *path)
{
	struct termios tio;
	int fd, rc;

	fd = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
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

void save_init(struct save *s, int src, int dst)
{
	memset(s, 0, sizeof(*s));
	s->src = src;
	s->dst = dst;
}

const char *save_refuse(const struct save *s)
{
	if (s->dst < 0)
		return "no save console";
	if (s->used)
		return "the device state was saved once already";
	return NULL;
}

int save_start(struct save *s)
{
	struct stat st;

	if (fstat(s->src, &st) < 0)
		return -errno;
	if (st.st_size == 0)
		return -ENODATA;
	s->off = 0;
	s->len = st.st_size;
	s->have = 0;
	s->sent = 0;
	s->used = true;
	s->state = SAVE_COPY;
	return 0;
}

short save_events(const struct save *s)
{
	return s->state == SAVE_COPY || s->state == SAVE_TAIL ? POLLOUT : 0;
}

int save_timeout(const struct save *s)
{
	return s->state == SAVE_DRAIN ? DRAIN_MS : -1;
}

void save_abort(struct save *s)
{
	s->state = SAVE_IDLE;
}

static int chunk_fill(struct save *s)
{
	off_t left = s->len - s->off;
	size_t n = sizeof(s->chunk);
	ssize_t got;

	if ((off_t)n > left)
		n = (size_t)left;
	got = pread(s->src, s->chunk, n, s->off);
	if (got < 0)
		return -errno;
	if (got == 0)
		return -ENODATA;	/* it shrank under our hands */
	s->off += got;
	s->have = (size_t)got;
	s->sent = 0;
	return 0;
}

static void tail_fill(struct save *s)
{
	memset(s->chunk, 0, XENCONS_OUT);
	s->have = XENCONS_OUT;
	s->sent = 0;
	s->state = SAVE_TAIL;
}

static int chunk_next(struct save *s)
{
	if (s->state == SAVE_TAIL) {
		s->state = SAVE_DRAIN;
		return 0;
	}
	if (s->off < s->len)
		return chunk_fill(s);
	tail_fill(s);
	return 0;
}

static int chunk_write(struct save *s)
{
	ssize_t n = write(s->dst, s->chunk + s->sent, s->have - s->sent);

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return -errno;
	if (n > 0)
		s->sent += (size_t)n;
	return -EINPROGRESS;
}

static int drain_step(const struct save *s)
{
	int left;

	if (ioctl(s->dst, TIOCOUTQ, &left) < 0)
		return -errno;
	return left > 0 ? -EINPROGRESS : 0;
}

static int advance(struct save *s)
{
	int rc = 0;

	if (s->state != SAVE_DRAIN && s->sent == s->have)
		rc = chunk_next(s);
	if (rc < 0)
		return rc;
	return s->state == SAVE_DRAIN ? drain_step(s) : chunk_write(s);
}

int save_step(struct save *s)
{
	int rc = advance(s);

	if (rc != -EINPROGRESS)
		s->state = SAVE_IDLE;
	return rc;
}
