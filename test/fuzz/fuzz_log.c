// SPDX-License-Identifier: GPL-2.0-or-later
/* links: consoles/log/last.c consoles/log/sources.c consoles/log/clean.c consoles/log/rate.c consoles/log/outq.c */
/*
 * What QEMU writes to its log, in pieces, at any speed, before a console that
 * takes what it likes. The first two bytes: size of a piece, ms per piece.
 */
#include "fuzz.h"
#include "consoles/log/sources.h"

#include <string.h>

/* Whole lines of printable ASCII, none longer than 512 bytes. */
static void out_check(const struct outq *q, size_t from)
{
	size_t i, start = from;

	CHECK(q->len <= sizeof(q->buf));
	CHECK(q->len == 0 || q->buf[q->len - 1] == '\n');
	for (i = from; i < q->len; i++) {
		if (q->buf[i] == '\n') {
			CHECK(i - start < OUTQ_LINE);
			start = i + 1;
			continue;
		}
		CHECK(q->buf[i] >= 0x20 && q->buf[i] <= 0x7e);
	}
}

/* After QEMU was announced no line passes as dm-run's: "[      0] dm-run:". */
static void name_check(const struct outq *q, size_t from)
{
	static const char dm_run[] = "dm-run: ";
	const char *line = q->buf + from, *end = q->buf + q->len;

	for (; line < end; line = (const char *)memchr(line, '\n', OUTQ_LINE) + 1)
		CHECK(memcmp(line + 10, dm_run, sizeof(dm_run) - 1) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct outq q;
	struct source s = { .name = NULL };
	long long now = 0;
	size_t piece, n;
	unsigned int ms;

	if (size < 2)
		return 0;
	piece = data[0] + 1u;
	ms = data[1];
	q.len = 0;
	q.lost = 0;
	for (data += 2, size -= 2; size > 0; data += n, size -= n, now += ms) {
		bool qemu = s.is_qemu && !s.name;
		size_t from = q.len;

		n = piece < size ? piece : size;
		source_feed(&s, SRC_DM, &q, (const char *)data, n, now);
		out_check(&q, from);
		if (qemu)
			name_check(&q, from);
		if (ms & 1)
			outq_took(&q, q.len);	/* it takes all */
		else if (q.len == sizeof(q.buf))
			outq_discard(&q);	/* it fails */
	}
	source_flush(&s, SRC_DM, &q, now);
	out_check(&q, 0);
	return 0;
}
