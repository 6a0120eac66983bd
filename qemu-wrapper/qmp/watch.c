// SPDX-License-Identifier: GPL-2.0-or-later
/* When to ask QEMU for a sign of life, and when to give it up. Pure. */
#include "watch.h"

#include "num.h"
#include "words.h"

#define WORD		"stubdom.watchdog="
#define ASKED		4	/* times within the limit */

unsigned int watch_parse(const char *cmdline)
{
	unsigned long long n;
	size_t len;
	const char *s = words_find(cmdline, WORD, &len);

	if (!s || !num_span(s, len, WATCH_MAX_S, &n) || n < WATCH_MIN_S)
		return 0;
	return (unsigned int)n;
}

void watch_start(struct watch *w, unsigned int secs)
{
	w->limit_ms = 1000LL * secs;
	w->next_ms = 0;
	w->asked = 0;
	w->late = 0;
	w->heard = false;
}

void watch_heard(struct watch *w)
{
	w->asked = 0;
	w->late = 0;
	w->heard = true;
}

bool watch_due(struct watch *w, long long now_ms)
{
	long long period = w->limit_ms / ASKED;

	if (w->limit_ms == 0 || now_ms < w->next_ms)
		return false;
	if (w->asked && now_ms - w->next_ms >= period && w->late < ASKED) {
		w->late++;
		w->asked = 0;
	}
	w->next_ms = now_ms + period;
	if (w->heard)
		w->asked++;
	return true;
}

bool watch_hung(const struct watch *w)
{
	return w->asked > ASKED;	/* each has had its time */
}

int watch_timeout(const struct watch *w, long long now_ms)
{
	if (w->limit_ms == 0)
		return -1;
	return now_ms < w->next_ms ? (int)(w->next_ms - now_ms) : 0;
}
