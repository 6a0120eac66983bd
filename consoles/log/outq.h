/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef OUTQ_H
#define OUTQ_H

#include <stdbool.h>
#include <stddef.h>

enum { OUTQ_MAX = 16384, OUTQ_LINE = 512 };

/* What waits for the console: whole lines. Zero-initialise. */
struct outq {
	size_t len;
	unsigned int lost;	/* lines that did not fit */
	char buf[OUTQ_MAX];
};

/*
 * Append "[ms] source: text<mark>\n". A line that does not fit is counted;
 * the next one that does is preceded by that count.
 */
void outq_put(struct outq *q, long long ms, const char *source,
	      const char *text, size_t len, const char *mark);

/* Append how many lines were lost, if any and if it fits. */
void outq_report(struct outq *q, long long ms);

/* The first n bytes have been written. */
void outq_took(struct outq *q, size_t n);

/* Nothing queued will ever be written: count it as lost. */
void outq_discard(struct outq *q);

#endif
