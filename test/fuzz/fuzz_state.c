// SPDX-License-Identifier: GPL-2.0-or-later
/* links: init/lib/state.c */
/*
 * The file of device states as dom0 gives it back. 'R' and the next byte N in
 * the input stand for a good header of N bytes of data, as no mutation makes
 * one; what follows is or is not that data. Read in one go and byte by byte:
 * both must give the same.
 */
#include "fuzz.h"
#include "state.h"

#include <string.h>

#define STREAM_MAX	65536

struct outcome {
	enum state_why why;
	unsigned int begun;
	size_t data;
	uint32_t crc;
};

static uint8_t stream[STREAM_MAX];

static size_t stream_make(const uint8_t *in, size_t size)
{
	struct state_head h = { .number = 1 };
	size_t i, n = 0;

	for (i = 0; i < size && n + STATE_HEAD < STREAM_MAX; i++) {
		if (in[i] != 'R' || i + 1 == size) {
			stream[n++] = in[i];
			continue;
		}
		h.len = in[++i];
		h.crc = state_crc(0, in + i + 1, h.len < size - i - 1 ?
				  h.len : size - i - 1);
		state_head_put(stream + n, &h);
		h.number++;
		n += STATE_HEAD;
	}
	return n;
}

static void take(struct outcome *o, enum state_event ev, const uint8_t *p,
		 size_t used)
{
	switch (ev) {
	case STATE_NOTHING:
	case STATE_BAD:
		break;
	case STATE_BEGIN:
		o->begun++;
		o->data = 0;
		o->crc = 0;
		break;
	case STATE_DATA:
		o->data += used;
		o->crc = state_crc(o->crc, p, used);
		break;
	}
}

static struct outcome run(size_t n, size_t piece)
{
	enum state_event ev = STATE_NOTHING;
	struct outcome o = { .data = 0 };
	struct state_reader r;
	size_t used, off = 0, idle = 0;
	char text[256];

	state_reader_init(&r);
	while (off < n && ev != STATE_BAD) {
		size_t part = piece < n - off ? piece : n - off;

		used = state_read(&r, stream + off, part, &ev);
		CHECK(used <= part);
		idle = used ? 0 : idle + 1;
		CHECK(idle < 4);
		take(&o, ev, stream + off, used);
		off += used;
	}
	CHECK(r.head.len <= STATE_MAX || ev == STATE_BAD);
	o.why = state_end(&r);
	state_explain(&r, o.why, text, sizeof(text));
	CHECK(memchr(text, '\0', sizeof(text)) != NULL);
	return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = stream_make(data, size);
	struct outcome whole, bytes;

	if (n == 0)
		return 0;
	whole = run(n, n);
	bytes = run(n, 1);
	CHECK(whole.why == bytes.why && whole.begun == bytes.begun);
	CHECK(whole.data == bytes.data && whole.crc == bytes.crc);
	return 0;
}
