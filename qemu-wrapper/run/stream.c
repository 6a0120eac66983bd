// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where does the file end? dom0's QEMU serves both consoles in one loop: it
 * takes what is in the ring of one, and it fills the ring of the other from
 * the file whenever there is room (QEMU, hw/char/xen_console.c, chardev/
 * char-fd.c). So zeros are written to the first until it has been at them more
 * than once; if nothing came on the other meanwhile, although its ring is
 * empty, there is no more. This is done three times: it costs little, and
 * its loop may find out about the room one turn late. The zeros land in the
 * save file of this domain, where they mean nothing (init/lib/state.h).
 *
 * Never writes to the input: dom0 would put that into the file it reads from.
 */
#include "stream.h"
#include "hvc.h"
#include "io.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <unistd.h>

#define ROUNDS		3
/* All of this is time in which a migrating guest stands still. */
#define QUIET_MS	10	/* too short for a slow dom0: it costs zeros */
#define KICK_MS		5	/* to sleep is what matters: khvcd runs */
#define DRAIN_MS	10

int stream_open(struct stream *s, const char *in, const char *out,
		long long end, const char **what)
{
	*what = in;
	s->in_path = in;
	s->in = hvc_open(in, O_RDONLY);
	if (s->in < 0)
		return s->in;
	*what = out;
	s->out = hvc_open(out, O_WRONLY);
	if (s->out < 0) {
		close(s->in);
		return s->out;
	}
	s->end = end;
	s->begun = false;
	s->quiet = 0;
	return 0;
}

void stream_close(struct stream *s)
{
	close(s->in);
	close(s->out);
}

/* Poll one descriptor for at most ms, and not beyond the end; -ETIMEDOUT. */
static int stream_poll(const struct stream *s, int fd, short events,
		       long long ms)
{
	struct pollfd p = { .fd = fd, .events = events };
	long long left = s->end - io_ms();
	int n;

	if (left <= 0)
		return -ETIMEDOUT;
	n = poll(&p, 1, (int)(ms < left ? ms : left));
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	if (n > 0 && (p.revents & events) == 0)
		return -EIO;
	return n;
}

static int zeros_write(const struct stream *s, size_t n)
{
	static const uint8_t zeros[STATE_RING];
	ssize_t done;
	int rc;

	while (n > 0) {
		rc = stream_poll(s, s->out, POLLOUT, INT32_MAX);
		if (rc < 0)
			return rc;
		done = write(s->out, zeros, n < sizeof(zeros) ?
			     n : sizeof(zeros));
		if (done < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		n -= done > 0 ? (size_t)done : 0;
	}
	return 0;
}

/* Everything but the last ring's worth of what is written has been taken. */
static int round_trip(const struct stream *s)
{
	int rc = zeros_write(s, STATE_PAD);

	while (rc == 0) {
		rc = hvc_pending(s->out);
		if (rc <= 0)
			return rc;
		/* No event tells when hvc has passed its last bytes on. */
		rc = stream_poll(s, -1, 0, DRAIN_MS);
	}
	return rc;
}

/*
 * The kernel looks into the ring when an event comes, which Xen's event code
 * may hold back for a while, and in the thread khvcd, which every open()
 * wakes (hvc_open(), drivers/tty/hvc/hvc_console.c). poll() then waits for
 * what the thread has put on its way (n_tty_poll()).
 */
static int ring_look(const struct stream *s)
{
	int fd = open(s->in_path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	close(fd);
	return stream_poll(s, s->in, POLLIN, KICK_MS);
}

/* More than 0 if there is input, 0 if there is none: see above. */
static int quiet_check(struct stream *s)
{
	int rc = round_trip(s);

	if (rc < 0)
		return rc;
	s->quiet++;
	return ring_look(s);
}

static ssize_t input_read(struct stream *s, void *buf, size_t cap)
{
	ssize_t n = read(s->in, buf, cap);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -errno;
	if (n == 0)
		return -EIO;	/* hung up */
	s->begun = true;
	s->quiet = 0;
	return n;
}

ssize_t stream_read(struct stream *s, void *buf, size_t cap)
{
	ssize_t n;
	int rc;

	for (;;) {
		rc = stream_poll(s, s->in, POLLIN,
				 s->begun ? QUIET_MS : INT32_MAX);
		while (rc == 0 && s->begun && s->quiet < ROUNDS)
			rc = quiet_check(s);
		if (rc < 0)
			return rc;
		if (rc == 0 && s->begun)
			return 0;
		n = input_read(s, buf, cap);
		if (n != 0)
			return n;
	}
}
