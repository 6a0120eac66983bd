// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The saved state, from dom0's file to QEMU: all of it is here, and known to
 * be whole, before QEMU starts. The file may hold several states (init/lib/
 * state.h); the one being read and nothing else is kept, in memory bounded by
 * the file system it is in.
 */
#include "restore.h"
#include "feed.h"
#include "io.h"
#include "log.h"
#include "state.h"
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

struct spool {
	int fd;			/* what the last state has so far */
	struct state_reader reader;
};

/* Consumes rc < 0. */
static enum verdict failed(struct why *why, const char *what, int rc)
{
	return why_system(why, "restore: %s: %s", what, strerror(-rc));
}

static int spool_begin(struct spool *s)
{
	if (ftruncate(s->fd, 0) < 0 || lseek(s->fd, 0, SEEK_SET) < 0)
		return -errno;
	if (s->reader.in != STATE_IN_PLAIN)
		return 0;
	return io_write_all(s->fd, STATE_PLAIN, STATE_PLAIN_LEN);
}

/* 0, or -errno; -EBADMSG if there is no point in reading on. */
static int spool_take(struct spool *s, const unsigned char *p, size_t n)
{
	enum state_event ev;
	size_t used;
	int rc = 0;

	while (n > 0 && rc == 0) {
		used = state_read(&s->reader, p, n, &ev);
		switch (ev) {
		case STATE_NOTHING:
			break;
		case STATE_BEGIN:
			rc = spool_begin(s);
			break;
		case STATE_DATA:
			rc = io_write_all(s->fd, p, used);
			break;
		case STATE_BAD:
			rc = -EBADMSG;
			break;
		}
		p += used;
		n -= used;
	}
	return rc;
}

static enum verdict read_all(struct spool *s, struct stream *in,
			     struct why *why)
{
	unsigned char buf[4096];
	ssize_t n;
	int rc;

	for (;;) {
		n = stream_read(in, buf, sizeof(buf));
		if (n == -ETIMEDOUT)
			return why_system(why, "restore: %s: %lld s after the "
					  "start dom0 had sent %llu bytes of "
					  "the state, and not its end",
					  in->in_path, in->end / 1000,
					  (unsigned long long)s->reader.off);
		if (n < 0)
			return failed(why, in->in_path, (int)n);
		if (n == 0)
			return VERDICT_OK;
		rc = spool_take(s, buf, (size_t)n);
		if (rc == -EBADMSG)
			return VERDICT_OK;	/* the reader knows */
		if (rc < 0)
			return failed(why, "state file", rc);
	}
}

static enum verdict check(const struct spool *s, const char *from,
			  struct why *why)
{
	enum state_why end = state_end(&s->reader);
	char text[200];

	if (end == STATE_GOOD)
		return VERDICT_OK;
	state_explain(&s->reader, end, text, sizeof(text));
	return why_user(why, "restore: saved state on %s: %s", from, text);
}

static enum verdict spool_fill(struct spool *s, const struct restore *r,
			       struct why *why)
{
	long long begin = io_ms();
	struct stream in;
	enum verdict v;
	const char *what;
	int rc;

	rc = stream_open(&in, r->in, r->out, r->end, &what);
	if (rc < 0)
		return failed(why, what, rc);
	state_reader_init(&s->reader);
	v = read_all(s, &in, why);
	stream_close(&in);
	if (v == VERDICT_OK)
		v = check(s, r->in, why);
	if (v == VERDICT_OK)
		log_i("phase state-ready: %lld of %llu bytes in %lld ms, %s %u",
		      (long long)lseek(s->fd, 0, SEEK_END),
		      (unsigned long long)s->reader.off, io_ms() - begin,
		      s->reader.in == STATE_IN_PLAIN ? "plain" : "record",
		      s->reader.records);
	return v;
}

enum verdict restore_start(const struct restore *r, int *fd, struct why *why)
{
	struct spool s;
	enum verdict v;

	s.fd = open(r->dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (s.fd < 0)
		return failed(why, r->dir, -errno);
	v = spool_fill(&s, r, why);
	if (v == VERDICT_OK) {
		*fd = feed_start(s.fd);
		if (*fd < 0)
			v = failed(why, "pipe", *fd);
	}
	close(s.fd);
	return v;
}
