// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/line.c */
/* Lines out of a stream that comes in pieces, against a plain search. */
#include "fuzz.h"
#include "qemu-wrapper/qmp/line.h"

#include <string.h>

enum { CAP = 16 };

struct model {
	const uint8_t *at, *end;
};

/* The next line of the whole input, with its newline; NULL if there is none. */
static const uint8_t *model_next(struct model *m, size_t *len)
{
	const uint8_t *at = m->at;
	const uint8_t *nl = memchr(at, '\n', (size_t)(m->end - at));

	if (!nl)
		return NULL;
	*len = (size_t)(nl - at) + 1;
	m->at = nl + 1;
	return at;
}

static void lines_take(struct line *l, struct model *m)
{
	enum line_status st;
	const uint8_t *want;
	size_t len, n;

	while ((st = line_first(l, &len)) == LINE_OK) {
		do
			want = model_next(m, &n);
		while (want && n > CAP);	/* dropped as too long */
		CHECK(want && n == len && memcmp(l->buf, want, n) == 0);
		line_drop(l, len);
	}
	if (st == LINE_LONG)
		line_skip(l);
}

/* The first byte says in pieces of how many bytes the others come. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t piece, room, n;
	char buf[CAP], *space;
	struct model m;
	struct line l;

	if (size == 0)
		return 0;
	piece = data[0] % CAP + 1u;
	data++;
	size--;
	m.at = data;
	m.end = data + size;
	line_init(&l, buf, sizeof(buf));
	while (size > 0) {
		space = line_space(&l, &room);
		CHECK(room > 0);	/* or the reader would spin */
		n = piece < room ? piece : room;
		n = n < size ? n : size;
		memcpy(space, data, n);
		line_added(&l, n);
		lines_take(&l, &m);
		data += n;
		size -= n;
	}
	return 0;
}
