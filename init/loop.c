// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PID 1's event loop: waits for children and timers, asks policy.c, does what
 * it is told. It reads wait statuses and nobody's bytes, and cannot fail:
 * whatever a call returns, it goes on.
 */
#include "loop.h"

#include "io.h"
#include "log.h"
#include "spawn.h"
#include "term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOT_SIGNAL, SLOT_TIMER, SLOT_COUNT };

static void phase_event(struct loop *l, enum phase_event ev);

static void service_act(struct loop *l, enum service_id id,
			enum svc_action act);

static void service_event(struct loop *l, enum service_id id,
			  enum svc_event ev)
{
	service_act(l, id, policy_step(&l->s[id].svc, &services[id].policy,
				       ev));
}

static void service_start(struct loop *l, enum service_id id)
{
	pid_t pid = spawn_service(&services[id], l->wire);

	if (pid < 0) {
		log_e("start %s: %s", services[id].name, strerror(-pid));
		service_event(l, id, EV_EXITED);
		return;
	}
	l->s[id].pid = pid;
	service_event(l, id, EV_STARTED);
}

static void service_act(struct loop *l, enum service_id id,
			enum svc_action act)
{
	struct loop_service *s = &l->s[id];
	unsigned int ms;

	switch (act) {
	case ACT_NONE:
		return;
	case ACT_START:
		service_start(l, id);
		return;
	case ACT_ARM_TIMER:
		ms = policy_backoff_ms(&s->svc, &services[id].policy);
		s->due_ms = io_ms() + ms;
		log_w("restart %s: death %u of %u allowed, in %u ms",
		      services[id].name, s->svc.deaths,
		      services[id].policy.max_deaths, ms);
		return;
	case ACT_END:
		phase_event(l, PE_END);
		return;
	}
}

/* logd drains its pipes and exits; it may have died a moment ago. */
static void drain_start(struct loop *l)
{
	const union sigval why = {
		.sival_int = l->dm_ended ? TERM_DM_ENDED : TERM_PLAIN,
	};
	struct loop_service *s = &l->s[SVC_LOGD];

	if (s->pid == 0 && s->svc.state != SVC_FAILED) {
		s->pid = spawn_service(&services[SVC_LOGD], l->wire);
		if (s->pid < 0)
			s->pid = 0;
	}
	if (s->pid == 0)
		phase_event(l, PE_LOG_DONE);
	else
		(void)sigqueue(s->pid, SIGTERM, why);	/* it has a deadline */
}

/* QEMU is gone: whoever asks for it is told at once. */
static void qmpd_end(struct loop *l)
{
	if (l->s[SVC_QMPD].pid > 0)
		(void)kill(l->s[SVC_QMPD].pid, SIGTERM);
}

static void death_log(const char *when, const char *name, struct death d)
{
	if (d.killed)
		log_e("%s%s: killed by signal %d (%s)%s", when, name, d.status,
		      strsignal(d.status), d.status == SIGKILL ?
		      ", as the kernel does when memory is short "
		      "(stubdomain_memory)" : "");
	else
		log_e("%s%s: exited with status %d", when, name, d.status);
}

/* The last of our lines says why, unless logd's does after it. */
static void reason_log(const struct loop *l)
{
	if (!l->dm_ended && l->who != NULL)
		death_log("the end came with this: ", l->who, l->death);
}

static void phase_enter(struct loop *l)
{
	unsigned int ms = policy_phase_ms(l->phase);

	l->due_ms = ms ? io_ms() + ms : 0;
	switch (l->phase) {
	case PH_CRASH:
		log_e("domain: ending, the guest is shut down as crashed");
		qmpd_end(l);
		service_start(l, SVC_CRASH);
		return;
	case PH_DRAIN:
		if (!l->guest_down)
			log_e("guest: left to the kernel, which panics");
		reason_log(l);
		drain_start(l);
		return;
	case PH_RUN:
	case PH_LINGER:
	case PH_OFF:
		return;
	}
}

static void phase_event(struct loop *l, enum phase_event ev)
{
	enum phase next = policy_phase(l->phase, ev);

	if (next == l->phase)
		return;
	l->phase = next;
	phase_enter(l);
}

/* The domain ends: who is gone stays gone, and two deaths are waited for. */
static void death_late(struct loop *l, enum service_id id, struct death d)
{
	if (id == SVC_CRASH && (d.killed || d.status != 0))
		death_log("", services[id].name, d);
	if (id == SVC_CRASH) {
		l->guest_down = !d.killed && d.status == 0;
		phase_event(l, l->guest_down ? PE_CRASH_DONE : PE_CRASH_FAILED);
	}
	if (id == SVC_LOGD)
		phase_event(l, PE_LOG_DONE);
}

static void death_of(struct loop *l, enum service_id id, struct death d)
{
	l->s[id].pid = 0;
	if (l->phase != PH_RUN) {
		death_late(l, id, d);
		return;
	}
	death_log("", services[id].name, d);
	l->who = services[id].name;
	l->death = d;
	if (id == SVC_DM)
		l->dm_ended = policy_by_itself(d);
	service_event(l, id, policy_classify(d));
}

static void reap_one(struct loop *l, const siginfo_t *si)
{
	struct death d = {
		.killed = si->si_code != CLD_EXITED,
		.status = si->si_status,
	};
	int id;

	for (id = 0; id < SVC_COUNT; id++)
		if (l->s[id].pid == si->si_pid) {
			death_of(l, (enum service_id)id, d);
			return;
		}
	/* an orphan, reparented to us: reaped, and of no interest */
}

/* One SIGCHLD can stand for many deaths: take all that there are. */
static void reap(struct loop *l)
{
	siginfo_t si;

	for (;;) {
		si.si_pid = 0;
		if (waitid(P_ALL, 0, &si, WEXITED | WNOHANG) < 0 ||
		    si.si_pid == 0)
			return;
		reap_one(l, &si);
	}
}

static long long sooner(long long a, long long b)
{
	if (a == 0 || b == 0)
		return a + b;
	return a < b ? a : b;
}

/* Zero disarms, as timerfd_settime(2) has it. */
static void timer_arm(const struct loop *l)
{
	struct itimerspec its = { .it_interval = { 0, 0 } };
	long long due = l->due_ms;
	int id;

	for (id = 0; id < SVC_COUNT; id++)
		if (l->phase == PH_RUN)
			due = sooner(due, l->s[id].due_ms);
	its.it_value.tv_sec = (time_t)(due / 1000);
	its.it_value.tv_nsec = (long)(due % 1000) * 1000000;
	if (timerfd_settime(l->timerfd, TFD_TIMER_ABSTIME, &its, NULL) < 0)
		log_e("timer: %s", strerror(errno));
}

static bool is_due(long long due_ms, long long now)
{
	return due_ms != 0 && due_ms <= now;
}

static void timers_expire(struct loop *l)
{
	long long now = io_ms();
	int id;

	if (is_due(l->due_ms, now)) {
		if (l->phase != PH_LINGER)
			log_e("domain: phase not done in %u ms, going on",
			      policy_phase_ms(l->phase));
		phase_event(l, PE_DEADLINE);
	}
	for (id = 0; id < SVC_COUNT && l->phase == PH_RUN; id++)
		if (is_due(l->s[id].due_ms, now)) {
			l->s[id].due_ms = 0;
			service_event(l, (enum service_id)id, EV_TIMER);
		}
}

/* The content is of no interest: reading only ends the readiness. */
static void take(int fd)
{
	char buf[sizeof(struct signalfd_siginfo)];

	if (read(fd, buf, sizeof(buf)) < 0 && errno != EAGAIN)
		log_e("fd %d: read: %s", fd, strerror(errno));
}

int loop_open(struct loop *l, const char **what)
{
	sigset_t set;

	*what = "signals";
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	l->sigfd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (l->sigfd < 0)
		return -errno;
	/* A program may be signalled before it has set its mask. */
	sigaddset(&set, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	*what = "timer";
	l->timerfd = timerfd_create(CLOCK_BOOTTIME,
				    TFD_NONBLOCK | TFD_CLOEXEC);
	return l->timerfd < 0 ? -errno : 0;
}

void loop_start(struct loop *l)
{
	int id;

	for (id = 0; id < SVC_COUNT; id++)
		if (services[id].at_boot && l->phase == PH_RUN)
			service_start(l, (enum service_id)id);
}

void loop_run(struct loop *l)
{
	struct pollfd p[SLOT_COUNT] = {
		[SLOT_SIGNAL] = { .fd = l->sigfd, .events = POLLIN },
		[SLOT_TIMER] = { .fd = l->timerfd, .events = POLLIN },
	};

	while (l->phase != PH_OFF) {
		timer_arm(l);
		if (poll(p, SLOT_COUNT, -1) < 0)
			continue;
		if (p[SLOT_TIMER].revents)
			take(l->timerfd);
		if (p[SLOT_SIGNAL].revents)
			take(l->sigfd);
		reap(l);
		timers_expire(l);
	}
}
