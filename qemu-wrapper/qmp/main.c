// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qmpd: dom0's way to QEMU's monitor. Opens what it needs as root, gives up
 * all privilege, then relays until it is killed. Holds no Xen handle but its
 * own ring. The descriptors it starts with: init/lib/wiring.h.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <xenstore.h>

#include "io.h"
#include "log.h"
#include "target.h"
#include "term.h"
#include "wiring.h"
#include "words.h"
#include "confine.h"
#include "ctl.h"
#include "json.h"
#include "pci.h"
#include "save.h"
#include "session.h"
#include "vchan.h"
#include "version.h"

/*
 * The program, its rings and three full lines take 5 MiB, the costliest reply
 * json.c lets through 11 MiB.
 */
#define MEMORY_MAX (20u << 20)
#define SAVE_CONSOLE "/dev/hvc1"

enum {
	SLOT_TERM,
	SLOT_VCHAN,
	SLOT_QEMU,
	SLOT_CONSOLE,
	SLOT_HOTPLUG,
	SLOT_CTL,
	SLOTS
};

static struct {
	int term;
	struct vchan *vchan;
	struct save save;
	struct ctl ctl;
	struct session session;
} qmpd;

static void die(int status, const char *what, const char *why)
{
	log_e("%s: %s", what, why);
	exit(status);
}

static unsigned int target_find(void)
{
	struct xs_handle *xs = xs_open(0);
	int target;

	if (!xs)
		die(EXIT_SYSTEM, "xenstore", strerror(errno));
	target = target_read(xs);
	if (target == -ENOENT) {
		log_i("target: none, there is nobody to serve");
		exit(EXIT_USER);
	}
	if (target < 0)
		die(EXIT_SYSTEM, "xenstore target", strerror(-target));
	xs_close(xs);
	return (unsigned int)target;
}

static int console_open(void)
{
	int fd = save_open(SAVE_CONSOLE);

	/* A toolstack that never saves gives no such console. */
	if (fd < 0)
		log_w("save console %s: %s", SAVE_CONSOLE, strerror(-fd));
	return fd;
}

static void saves_prepare(void)
{
	struct save_memo *memo = save_recall(QMPD_FD_MEMO);

	if (!memo)
		die(EXIT_SYSTEM, "memo", strerror(errno));
	if (memo->debt)
		log_w("device state: record %u was cut off, the next save makes "
		      "up for it", memo->number);
	save_init(&qmpd.save, QMPD_FD_STATE, console_open(), memo);
	qmpd.save.pci = opendir(PCI_DEVICES);
	if (!qmpd.save.pci && errno != ENOENT)
		die(EXIT_SYSTEM, PCI_DEVICES, strerror(errno));
}

static void watchdog_start(void)
{
	char cmdline[4096];
	unsigned int seconds;
	size_t len;

	if (io_read_file("/proc/cmdline", cmdline, sizeof(cmdline)) < 0)
		return;
	seconds = watch_parse(cmdline);
	if (seconds)
		log_i("watchdog: QEMU must answer within %u s", seconds);
	else if (words_find(cmdline, "stubdom.watchdog=", &len))
		log_w("stubdom.watchdog: not a number from %d to %d: off",
		      WATCH_MIN_S, WATCH_MAX_S);
	watch_start(&qmpd.ctl.watch, seconds);
}

static void everything_open(void)
{
	qmpd.term = term_open();
	if (qmpd.term < 0)
		die(EXIT_SYSTEM, "signals", strerror(-qmpd.term));
	qmpd.vchan = vchan_open(target_find());
	if (!qmpd.vchan)
		die(EXIT_SYSTEM, "vchan", strerror(errno));
	saves_prepare();
	session_init(&qmpd.session, qmpd.vchan, SOCK_LIBXL, &qmpd.save);
	ctl_init(&qmpd.ctl, QMPD_FD_HOTPLUG, SOCK_CTL);
	watchdog_start();
	json_warm_up();
}

static void privilege_drop(void)
{
	const char *what;
	int rc = confine(DIR_QMP, UID_QMPD, MEMORY_MAX, &what);

	if (rc < 0)
		die(EXIT_SYSTEM, what, strerror(-rc));
}

/* A descriptor nothing is asked of is left out: its POLLHUP would spin. */
static void slot_set(struct pollfd *slot, int fd, short events)
{
	slot->fd = events ? fd : -1;
	slot->events = events;
	slot->revents = 0;
}

static void slots_set(struct pollfd slot[SLOTS])
{
	const struct session *s = &qmpd.session;
	const struct ctl *c = &qmpd.ctl;

	slot_set(&slot[SLOT_TERM], qmpd.term, POLLIN);
	slot_set(&slot[SLOT_VCHAN], vchan_fd(qmpd.vchan), POLLIN);
	slot_set(&slot[SLOT_QEMU], s->qemu, session_events(s));
	slot_set(&slot[SLOT_CONSOLE], qmpd.save.dst, save_events(&qmpd.save));
	slot_set(&slot[SLOT_HOTPLUG], c->hotplug, ctl_hotplug_events(c));
	slot_set(&slot[SLOT_CTL], c->sock, ctl_sock_events(c));
}

/* Of two timeouts of poll(). */
static int sooner(int a, int b)
{
	if (a < 0 || b < 0)
		return a < 0 ? b : a;
	return a < b ? a : b;
}

static int timeout_get(void)
{
	int relay = session_timeout(&qmpd.session);
	int save = save_timeout(&qmpd.save);
	int ctl = ctl_timeout(&qmpd.ctl, io_ms());

	return sooner(sooner(relay, save), ctl);
}

/*
 * QEMU is gone, and this domain goes: until then the toolstack is hung up on, and
 * need not wait for an answer that does not come (init, policy.h).
 */
static _Noreturn void end(void)
{
	struct pollfd slot;

	for (;;) {
		session_end(&qmpd.session);
		slot_set(&slot, vchan_fd(qmpd.vchan), POLLIN);
		if (poll(&slot, 1, -1) > 0)
			vchan_event(qmpd.vchan);
	}
}

static void loop_once(void)
{
	struct pollfd slot[SLOTS];

	slots_set(slot);
	if (poll(slot, SLOTS, timeout_get()) < 0 && errno != EINTR)
		die(EXIT_SYSTEM, "poll", strerror(errno));
	if (slot[SLOT_TERM].revents)
		end();
	if (slot[SLOT_VCHAN].revents)
		vchan_event(qmpd.vchan);
	session_step(&qmpd.session, slot[SLOT_QEMU].revents);
	qmpd.ctl.now_ms = io_ms();
	ctl_step(&qmpd.ctl, slot[SLOT_HOTPLUG].revents, slot[SLOT_CTL].revents);
	/* The user's word, so the user's status: init ends the domain. */
	if (watch_hung(&qmpd.ctl.watch))
		die(EXIT_USER, "watchdog", "QEMU does not answer");
}

int main(int argc, char **argv)
{
	if (version_asked(argc, argv))
		return 0;
	(void)signal(SIGPIPE, SIG_IGN);	/* cannot fail for SIGPIPE */
	everything_open();
	privilege_drop();
	log_i("phase vchan-ready");
	ctl_step(&qmpd.ctl, 0, 0);	/* connects: QEMU need not be there */
	for (;;)
		loop_once();
}
