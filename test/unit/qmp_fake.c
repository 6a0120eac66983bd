// SPDX-License-Identifier: GPL-2.0-or-later
/* The functions of vchan.h over plain memory. */
#include "qmp_fake.h"

#include <assert.h>
#include <string.h>

#include "qemu-wrapper/qmp/peer.h"
#include "qemu-wrapper/qmp/vchan.h"

#define ROOM (4u << 20)

static char in_room[ROOM], ring_room[ROOM];

struct vchan fake_vchan;

void fake_reset(void)
{
	fake_vchan = (struct vchan) {
		.live = LIVE_NEVER, .srv_live = true, .in = in_room,
		.in_step = 4096, .ring = ring_room, .ring_size = 16384,
	};
}

void fake_connect(void)
{
	fake_vchan.live = LIVE_NEW;
}

void fake_leave(void)
{
	fake_vchan.live = LIVE_GONE;
}

void fake_send(const void *text, size_t len)
{
	struct vchan *v = &fake_vchan;

	memmove(v->in, v->in + v->in_off, v->in_len - v->in_off);
	v->in_len -= v->in_off;
	v->in_off = 0;
	assert(v->in_len + len <= ROOM);
	memcpy(v->in + v->in_len, text, len);
	v->in_len += len;
}

size_t fake_take(char *buf, size_t n)
{
	struct vchan *v = &fake_vchan;

	n = n < v->ring_len ? n : v->ring_len;
	memcpy(buf, v->ring, n);
	memmove(v->ring, v->ring + n, v->ring_len - n);
	v->ring_len -= n;
	return n;
}

unsigned int vchan_live(const struct vchan *v)
{
	return v->live;
}

bool vchan_accept(struct vchan *v)
{
	if (v->live != LIVE_NEW)
		return false;
	v->live = LIVE_SERVED;
	return true;
}

void vchan_drop(struct vchan *v)
{
	v->in_off = v->in_len;
}

size_t vchan_unread(const struct vchan *v)
{
	return v->ring_len;
}

void vchan_blank(struct vchan *v)
{
	v->blanked += v->ring_len;
	memset(v->ring, ' ', v->ring_len);
}

void vchan_hangup(struct vchan *v)
{
	v->srv_live = false;
}

void vchan_reopen(struct vchan *v)
{
	v->srv_live = true;
}

size_t vchan_read(struct vchan *v, void *buf, size_t n)
{
	size_t left = v->in_len - v->in_off;

	n = n < left ? n : left;
	n = n < v->in_step ? n : v->in_step;
	memcpy(buf, v->in + v->in_off, n);
	v->in_off += n;
	return n;
}

size_t vchan_write(struct vchan *v, const void *buf, size_t n)
{
	size_t room = v->ring_size - v->ring_len;

	if (v->live != LIVE_SERVED)
		return 0;
	n = n < room ? n : room;
	memcpy(v->ring + v->ring_len, buf, n);
	v->ring_len += n;
	return n;
}

bool vchan_readable(struct vchan *v)
{
	return v->in_len > v->in_off;
}
