/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LOOP_H
#define LOOP_H

#include "services.h"

#include <stdbool.h>
#include <sys/types.h>

struct loop_service {
	struct svc svc;
	pid_t pid;		/* 0: none */
	long long due_ms;	/* of the restart; 0: none */
};

struct loop {
	int wire[WIRE_COUNT];
	int sigfd;
	int timerfd;
	enum phase phase;
	long long due_ms;	/* of the phase; 0: none */
	bool guest_down;	/* dm-crash said so */
	bool dm_ended;		/* by itself: what it said last is the reason */
	const char *who;	/* died last in PH_RUN, */
	struct death death;	/* and how */
	struct loop_service s[SVC_COUNT];
};

/*
 * Block SIGCHLD and, for children, SIGTERM; open the signal and timer
 * descriptors.
 * Returns 0, or -errno with *what set to what failed.
 */
int loop_open(struct loop *l, const char **what);

/*
 * Start every service of the table that starts at boot. One that does not
 * start counts as one that died at once.
 */
void loop_start(struct loop *l);

/* Run until the domain must be powered off. */
void loop_run(struct loop *l);

#endif
