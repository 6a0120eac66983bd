/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef POLICY_H
#define POLICY_H

#include <stdbool.h>
#include <stddef.h>

/* What init promises about one service: a column of services.c. */
struct svc_policy {
	unsigned int max_deaths;	/* one more ends the domain */
	unsigned int backoff_ms;	/* before the first restart; doubles */
};

enum svc_state { SVC_DOWN, SVC_UP, SVC_BACKOFF, SVC_FAILED };
enum svc_event { EV_STARTED, EV_EXITED, EV_REFUSED, EV_TIMER };
enum svc_action { ACT_NONE, ACT_START, ACT_ARM_TIMER, ACT_END };

struct svc {
	enum svc_state state;
	unsigned int deaths;
};

/*
 * The domain as a whole; it only ever moves down this list. Before xl starts the
 * guest again it asks QEMU about it (libxl_retrieve_domain_configuration): while
 * the domain lingers, qmpd hangs up on it. A domain that is off would leave it
 * waiting, for libxl's 10 s.
 */
enum phase {
	PH_RUN,
	PH_CRASH,	/* dm-crash shuts the guest down */
	PH_LINGER,	/* it is down: now the toolstack acts */
	PH_DRAIN,	/* logd writes the end of the log */
	PH_OFF
};
enum phase_event {
	PE_END, PE_CRASH_DONE, PE_CRASH_FAILED, PE_LOG_DONE, PE_DEADLINE
};

/* How a child ended, as waitid(2) tells. */
struct death {
	bool killed;
	int status;		/* exit status, or the signal's number */
};

/* What a death means: EV_REFUSED if starting again cannot help. */
enum svc_event policy_classify(struct death d);

/*
 * Did the program give up, so that what it said last is why? Not if something
 * else killed it, nor if it was told to end.
 */
bool policy_by_itself(struct death d);

/* What init must do now for this service; it does exactly this. */
enum svc_action policy_step(struct svc *s, const struct svc_policy *p,
			    enum svc_event ev);

/* How long to wait before the restart that ACT_ARM_TIMER asked for. */
unsigned int policy_backoff_ms(const struct svc *s,
			       const struct svc_policy *p);

/* Where the domain goes from here; the same phase if the event is stale. */
enum phase policy_phase(enum phase now, enum phase_event ev);

/* How long a phase may last; 0: no limit. */
unsigned int policy_phase_ms(enum phase ph);

#endif
