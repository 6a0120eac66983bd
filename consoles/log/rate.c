// SPDX-License-Identifier: GPL-2.0-or-later
/* How much of dom0's disk one talkative source may fill. Pure. */
#include "rate.h"

#include <limits.h>

/* A token takes 1000 / per_second ms; what is left over stays for later. */
static void refill(struct rate *r, const struct rate_limit *l,
		   long long now_ms)
{
	long long lines, ms = now_ms - r->filled_ms;

	if (ms <= 0)
		return;
	if (ms >= 1000LL * l->burst) {	/* full even at one per second */
		r->tokens = l->burst;
		r->filled_ms = now_ms;
		return;
	}
	lines = ms * l->per_second / 1000;
	if (lines == 0)
		return;
	r->filled_ms += lines * 1000 / l->per_second;
	lines += r->tokens;
	r->tokens = lines < l->burst ? (unsigned int)lines : l->burst;
}

bool rate_take(struct rate *r, const struct rate_limit *l, long long now_ms)
{
	if (!r->started) {
		r->started = true;
		r->tokens = l->burst;
		r->filled_ms = now_ms;
	}
	refill(r, l, now_ms);
	if (r->tokens == 0) {
		if (r->dropped < UINT_MAX)
			r->dropped++;
		return false;
	}
	r->tokens--;
	return true;
}

unsigned int rate_dropped(struct rate *r)
{
	unsigned int n = r->dropped;

	r->dropped = 0;
	return n;
}
