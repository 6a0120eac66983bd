// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ring shared with dom0's vchan-socket-proxy: libxenvchan, and what it
 * lacks for clients that are replaced. Does not know what the bytes mean.
 *
 * Who owns what (xen/include/public/io/libxenvchan.h): of the left ring, client
 * to server, prod is the client's and cons is ours; of the right one the
 * other way round. Indices outlive a client.
 *
 * Left behind in the left ring: bytes of a client that has gone. We read them
 * away up to the prod seen before the next client is accepted. Were that one
 * here already and its bytes among them, they would be lost; a QMP client
 * speaks after the greeting, which it gets later (but see below).
 *
 * Left behind in the right ring: bytes it has not read, which the next client
 * gets. Taking prod back to cons is no cure: a new client that has already read
 * prod would then add the old length to cons, pass prod, and each side would
 * from then on see an impossible length, which libxenvchan answers by locking
 * up. But the bytes between cons and prod are still ours to change. They become
 * spaces, which JSON allows before the greeting; no index moves, so no order
 * of events can break the ring. What the new client has read by then it has
 * read: hence session.c lets nothing into the ring that a client has not
 * asked for.
 *
 * Left open: a client that leaves with a question unanswered, and another that
 * comes, between our look at cli_live and our write of that answer. And one that
 * leaves its greeting unread to another that comes, reads it and speaks, all
 * before we look: what that one says is lost, and it gets a second greeting.
 */
#include "vchan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <libxenvchan.h>

#include "peer.h"

/*
 * One page in, four out. Other than libxenvchan's smallest rings (1 and 2 KiB
 * in the shared page), most replies fit whole: the client is woken once.
 */
#define RING_IN 4096
#define RING_OUT 16384

struct vchan {
	struct libxenvchan *ctrl;
};

struct vchan *vchan_wrap(struct libxenvchan *ctrl)
{
	struct vchan *v = malloc(sizeof(*v));

	if (!v)
		return NULL;
	v->ctrl = ctrl;
	/* libxenvchan_server_init() of Xen 4.20 leaves it unset. */
	ctrl->blocking = 0;
	return v;
}

struct vchan *vchan_open(unsigned int target)
{
	struct libxenvchan *ctrl;
	char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "device-model/%u/qmp-vchan",
		       target);	/* 10 digits: fits */
	ctrl = libxenvchan_server_init(NULL, 0, path, RING_IN, RING_OUT);
	if (!ctrl)
		return NULL;
	fd = libxenvchan_fd_for_select(ctrl);
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0)
		return NULL;
	return vchan_wrap(ctrl);
}

int vchan_fd(const struct vchan *v)
{
	return libxenvchan_fd_for_select(v->ctrl);
}

void vchan_event(struct vchan *v)
{
	/* Unmasks before anyone looks at the ring: nothing is missed. */
	(void)libxenvchan_wait(v->ctrl);	/* EAGAIN: no event */
}

unsigned int vchan_live(const struct vchan *v)
{
	return __atomic_load_n(&v->ctrl->ring->cli_live, __ATOMIC_SEQ_CST);
}

bool vchan_accept(struct vchan *v)
{
	uint8_t expected = LIVE_NEW;

	return __atomic_compare_exchange_n(&v->ctrl->ring->cli_live, &expected,
					   LIVE_SERVED, false,
					   __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

void vchan_drop(struct vchan *v)
{
	int left = libxenvchan_data_ready(v->ctrl);
	char sink[512];
	size_t n;
	int got;

	while (left > 0) {
		n = (size_t)left < sizeof(sink) ? (size_t)left : sizeof(sink);
		got = libxenvchan_read(v->ctrl, sink, n);
		if (got <= 0)
			return;
		left -= got;
	}
}

size_t vchan_unread(const struct vchan *v)
{
	const struct libxenvchan_ring *w = &v->ctrl->write;
	uint32_t cons = __atomic_load_n(&w->shr->cons, __ATOMIC_SEQ_CST);
	uint32_t n = w->shr->prod - cons;

	/* More than fits is no length: nothing can be said. */
	return n <= 1u << w->order ? n : 0;
}

void vchan_blank(struct vchan *v)
{
	const struct libxenvchan_ring *w = &v->ctrl->write;
	size_t n = vchan_unread(v);
	uint32_t at = w->shr->prod;
	char *ring = w->buffer;

	for (; n > 0; n--)
		ring[--at & ((1u << w->order) - 1)] = ' ';
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static void srv_live_set(struct vchan *v, uint8_t live)
{
	__atomic_store_n(&v->ctrl->ring->srv_live, live, __ATOMIC_SEQ_CST);
}

void vchan_hangup(struct vchan *v)
{
	srv_live_set(v, 0);
	/* Succeeds whether or not the client is there (drivers/xen/evtchn.c). */
	(void)xenevtchn_notify(v->ctrl->event, v->ctrl->event_port);
}

void vchan_reopen(struct vchan *v)
{
	srv_live_set(v, 1);
}

size_t vchan_read(struct vchan *v, void *buf, size_t n)
{
	int got = libxenvchan_read(v->ctrl, buf, n);

	return got > 0 ? (size_t)got : 0;
}

size_t vchan_write(struct vchan *v, const void *buf, size_t n)
{
	int put;

	if (n == 0 || vchan_live(v) != LIVE_SERVED)
		return 0;
	put = libxenvchan_write(v->ctrl, buf, n);
	return put > 0 ? (size_t)put : 0;
}

bool vchan_readable(struct vchan *v)
{
	return libxenvchan_data_ready(v->ctrl) > 0;
}
