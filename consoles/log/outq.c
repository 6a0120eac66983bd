// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bounded queue before a console that may stall. Pure: it neither knows
 * the console nor the clock.
 */
#include "outq.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

static void lost_add(struct outq *q, unsigned int n)
{
	q->lost = n < UINT_MAX - q->lost ? q->lost + n : UINT_MAX;
}

/* Returns false, and appends nothing, if it does not fit. */
static bool append(struct outq *q, long long ms, const char *source,
		   const char *text, size_t len, const char *mark)
{
	char line[OUTQ_LINE] = "\n";
	size_t n;

	snprintf(line, sizeof(line), "[%7lld] %s: %.*s%s\n", ms, source,
		 (int)len, text, mark);
	n = strlen(line);
	line[n - 1] = '\n';	/* also where it had to be cut */
	if (n > sizeof(q->buf) - q->len)
		return false;
	memcpy(q->buf + q->len, line, n);
	q->len += n;
	return true;
}

void outq_report(struct outq *q, long long ms)
{
	char text[64];

	if (q->lost == 0)
		return;
	snprintf(text, sizeof(text), "W: console: stalled, %u lines dropped",
		 q->lost);
	if (append(q, ms, "logd", text, strlen(text), ""))
		q->lost = 0;
}

void outq_put(struct outq *q, long long ms, const char *source,
	      const char *text, size_t len, const char *mark)
{
	outq_report(q, ms);
	/* after a loss the report comes first, or the gap would not show */
	if (q->lost || !append(q, ms, source, text, len, mark))
		lost_add(q, 1);
}

void outq_took(struct outq *q, size_t n)
{
	q->len -= n;
	memmove(q->buf, q->buf + n, q->len);
}

void outq_discard(struct outq *q)
{
	unsigned int lines = 0;
	size_t i;

	for (i = 0; i < q->len; i++)
		if (q->buf[i] == '\n')
			lines++;
	lost_add(q, lines);
	q->len = 0;
}
