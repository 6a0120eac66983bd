// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * logd: every program's stderr in, one clean log on hvc0 out. It never makes
 * a writer wait and never waits for the console: what does not fit is counted.
 */
#include "io.h"
#include "log.h"
#include "term.h"
#include "version.h"
#include "wiring.h"
#include "confine.h"
#include "outq.h"
#include "sources.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <xenstore.h>

#define REPORT_MS	5000	/* between two counts of refused lines */
#define DRAIN_READS	32	/* times sizeof(buf): all that a pipe holds */

enum { SLOT_TERM, SLOT_CONSOLE, SLOT_SRC, SLOT_COUNT = SLOT_SRC + SRC_COUNT };

struct logd {
	struct outq q;
	struct source src[SRC_COUNT];
	struct pollfd p[SLOT_COUNT];
	long long report_ms;	/* when counts are reported next */
};

/*
 * The QEMU that serves our console in dom0 (>= 8.2, hw/char/xen_console.c)
 * reads it only once the node it takes for the backend's state says
 * Connected (4), which for the primary console nothing else writes. With an
 * older one the node is not ours, the write is refused and not needed.
 */
static void console_announce(void)
{
	struct xs_handle *xs = xs_open(0);

	if (!xs)
		return;
	(void)xs_write(xs, XBT_NULL, "console/state", "4", 1);
	xs_close(xs);
}

static void slots_set(struct logd *l, int termfd)
{
	int id;

	l->p[SLOT_TERM].fd = termfd;
	l->p[SLOT_TERM].events = POLLIN;
	l->p[SLOT_CONSOLE].events = POLLOUT;
	for (id = 0; id < SRC_COUNT; id++) {
		l->p[SLOT_SRC + id].fd = source_fd((enum source_id)id);
		l->p[SLOT_SRC + id].events = POLLIN;
	}
}

/* One write; a console that fails loses what waits for it. */
static void console_write(struct logd *l)
{
	ssize_t n = write(STDOUT_FILENO, l->q.buf, l->q.len);

	if (n >= 0)
		outq_took(&l->q, (size_t)n);
	else if (errno != EAGAIN && errno != EINTR)
		outq_discard(&l->q);
	if (n > 0 && l->q.len == 0)	/* it moves again */
		outq_report(&l->q, io_ms());
}

/* One read. Returns whether there was anything. */
static bool source_read(struct logd *l, int id)
{
	char buf[2048];
	ssize_t n = read(l->p[SLOT_SRC + id].fd, buf, sizeof(buf));

	if (n > 0)
		source_feed(&l->src[id], (enum source_id)id, &l->q, buf,
			    (size_t)n, io_ms());
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		l->p[SLOT_SRC + id].fd = -1;	/* nobody can write any more */
	return n > 0;
}

static bool counts_pending(const struct logd *l)
{
	int id;

	for (id = 0; id < SRC_COUNT; id++)
		if (l->src[id].rate.dropped)
			return true;
	return false;
}

/* How long poll may sleep; reports what is due. */
static int counts_tick(struct logd *l)
{
	long long now = io_ms();
	int id;

	if (!counts_pending(l))
		return -1;
	if (now < l->report_ms)
		return (int)(l->report_ms - now);
	for (id = 0; id < SRC_COUNT; id++)
		source_report(&l->src[id], (enum source_id)id, &l->q, now);
	l->report_ms = now + REPORT_MS;
	return -1;
}

static void loop(struct logd *l)
{
	int id, timeout;

	for (;;) {
		timeout = counts_tick(l);
		/* not even POLLHUP is of interest while nothing waits */
		l->p[SLOT_CONSOLE].fd = l->q.len > 0 ? STDOUT_FILENO : -1;
		if (poll(l->p, SLOT_COUNT, timeout) < 0)
			continue;
		if (l->p[SLOT_TERM].revents)
			return;
		for (id = 0; id < SRC_COUNT; id++)
			if (l->p[SLOT_SRC + id].revents)
				(void)source_read(l, id);
		if (l->p[SLOT_CONSOLE].revents)
			console_write(l);
	}
}

/* May wait for the console: init powers off whether or not we are done. */
static void console_flush(struct logd *l)
{
	struct pollfd p = { .fd = STDOUT_FILENO, .events = POLLOUT };

	while (l->q.len > 0)
		if (poll(&p, 1, -1) > 0)
			console_write(l);
}

/* init comes last: it says how the others ended. Then why, if dm_ended. */
static void drain(struct logd *l, bool dm_ended)
{
	int i, n;

	for (i = 0; i < SRC_COUNT; i++) {
		int id = (i + 1) % SRC_COUNT;

		for (n = 0; n < DRAIN_READS && source_read(l, id); n++)
			console_flush(l);
		source_flush(&l->src[id], (enum source_id)id, &l->q, io_ms());
	}
	if (dm_ended)
		source_last(&l->src[SRC_DM], &l->q, io_ms());
	console_flush(l);
	(void)tcdrain(STDOUT_FILENO);	/* a pipe, under test, has none */
}

int main(int argc, char **argv)
{
	static struct logd logd;
	const char *what;
	int rc, termfd;

	if (version_asked(argc, argv))
		return 0;
	console_announce();
	if (fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK) < 0) {
		log_e("console: %s", strerror(errno));
		return EXIT_SYSTEM;
	}
	termfd = term_open();
	if (termfd < 0) {
		log_e("signals: %s", strerror(-termfd));
		return EXIT_SYSTEM;
	}
	rc = confine_enter(&what);
	if (rc < 0) {
		log_e("%s: %s", what, strerror(-rc));
		return EXIT_SYSTEM;
	}
	slots_set(&logd, termfd);
	loop(&logd);
	drain(&logd, term_value(termfd) == TERM_DM_ENDED);
	return 0;
}
