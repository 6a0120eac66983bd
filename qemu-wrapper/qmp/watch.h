/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>

#define WATCH_MIN_S	4
#define WATCH_MAX_S	86400

/*
 * Is QEMU still there? It is asked four times within the limit; when it has
 * answered none of four and would be asked again, it is given up: silent for one
 * to one and a quarter of the limit. Silence alone is no sign: the domain may
 * have been paused, or the host asleep, and qmpd with it. So after a question
 * that comes a whole period late all is counted anew; a shorter pause costs QEMU
 * a quarter of its time at most. This is done four times in one silence: a QEMU
 * that takes all of the CPU makes us late as well.
 *
 * Only from QEMU's first message after the greeting on: until then libxl waits
 * with a time-out of its own, and a greeting comes from a thread of its own,
 * whatever the others do (QEMU monitor/qmp.c, monitor_init_qmp(): the
 * mon_iothread). Times are io_ms(). Zeroed: off.
 */
struct watch {
	long long limit_ms;	/* it may be silent that long; 0: off */
	long long next_ms;	/* when it is asked next */
	unsigned int asked;	/* times since its last message, or a pause */
	unsigned int late;	/* pauses since its last message */
	bool heard;		/* it has said something */
};

/*
 * The seconds of the last word "stubdom.watchdog=SECONDS" of a kernel command
 * line; 0: none, or not from WATCH_MIN_S to WATCH_MAX_S.
 */
unsigned int watch_parse(const char *cmdline);

void watch_start(struct watch *w, unsigned int seconds);

/* QEMU has said something. */
void watch_heard(struct watch *w);

/* Is it time to ask? If so, the next time is later. */
bool watch_due(struct watch *w, long long now_ms);

bool watch_hung(const struct watch *w);

/* For how many ms nothing will be due; -1: for ever. */
int watch_timeout(const struct watch *w, long long now_ms);

#endif
