/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RATE_H
#define RATE_H

#include <stdbool.h>

struct rate_limit {
	unsigned int burst;		/* lines at once */
	unsigned int per_second;	/* lines, from then on */
};

/* A token bucket. Zero-initialise: the first call fills it. */
struct rate {
	long long filled_ms;	/* the bucket's content is that of then */
	unsigned int tokens;
	unsigned int dropped;	/* lines refused since rate_dropped() */
	bool started;
};

/* May one more line pass at this moment? Counts it if not. */
bool rate_take(struct rate *r, const struct rate_limit *l, long long now_ms);

/* How many were refused; the count begins anew. */
unsigned int rate_dropped(struct rate *r);

#endif
