// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Decides what init does when a child ends. Values in, values out: it must
 * not know about processes, clocks or descriptors.
 */
#include "policy.h"

#define STATUS_REFUSED	100	/* wiring.h, EXIT_USER */
#define SIGNAL_ABORT	6	/* abort(), which says why (signal(7)) */
#define BACKOFF_MAX_MS	10000u

enum svc_event policy_classify(struct death d)
{
	if (!d.killed && d.status == STATUS_REFUSED)
		return EV_REFUSED;
	return EV_EXITED;
}

bool policy_by_itself(struct death d)
{
	return d.killed ? d.status == SIGNAL_ABORT : d.status != 0;
}

static enum svc_action svc_died(struct svc *s, const struct svc_policy *p)
{
	/*
	 * Deaths count for the domain's whole life: a helper that the guest
	 * can make crash must not be a target that comes back for ever.
	 */
	if (++s->deaths > p->max_deaths) {
		s->state = SVC_FAILED;
		return ACT_END;
	}
	s->state = SVC_BACKOFF;
	return ACT_ARM_TIMER;
}

enum svc_action policy_step(struct svc *s, const struct svc_policy *p,
			    enum svc_event ev)
{
	switch (ev) {
	case EV_STARTED:
		s->state = SVC_UP;
		return ACT_NONE;
	case EV_EXITED:
		return svc_died(s, p);
	case EV_REFUSED:
		s->state = SVC_FAILED;
		return ACT_END;
	case EV_TIMER:
		return s->state == SVC_BACKOFF ? ACT_START : ACT_NONE;
	}
	return ACT_NONE;
}

unsigned int policy_backoff_ms(const struct svc *s, const struct svc_policy *p)
{
	unsigned int ms = p->backoff_ms;
	unsigned int i;

	for (i = 1; i < s->deaths && ms < BACKOFF_MAX_MS; i++)
		ms *= 2;
	return ms < BACKOFF_MAX_MS ? ms : BACKOFF_MAX_MS;
}

enum phase policy_phase(enum phase now, enum phase_event ev)
{
	switch (now) {
	case PH_RUN:
		return ev == PE_END ? PH_CRASH : PH_RUN;
	case PH_CRASH:
		if (ev == PE_CRASH_DONE)
			return PH_LINGER;
		return ev == PE_CRASH_FAILED || ev == PE_DEADLINE ? PH_DRAIN
								  : PH_CRASH;
	case PH_LINGER:
		return ev == PE_DEADLINE ? PH_DRAIN : PH_LINGER;
	case PH_DRAIN:
		return ev == PE_LOG_DONE || ev == PE_DEADLINE ? PH_OFF
							      : PH_DRAIN;
	case PH_OFF:
		return PH_OFF;
	}
	return PH_OFF;
}

unsigned int policy_phase_ms(enum phase ph)
{
	switch (ph) {
	case PH_CRASH:
		return 3000;	/* one xenstore read, one hypercall */
	case PH_LINGER:
		return 2000;	/* xl asks at once; by then the domain is gone */
	case PH_DRAIN:
		return 1000;	/* dom0 may have stopped reading */
	case PH_RUN:
	case PH_OFF:
		return 0;
	}
	return 0;
}
