/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CTL_H
#define CTL_H

#include <stdbool.h>
#include <stddef.h>

#include "line.h"
#include "watch.h"

/* libxl changes one medium at a time; more wait in the socket. */
#define CTL_JOBS 8
#define CTL_LINE 16384

enum ctl_state {
	CTL_CLOSED,
	CTL_GREETING,	/* waits for the greeting */
	CTL_CAPS,	/* waits for the reply to qmp_capabilities */
	CTL_IDLE,
	CTL_ADD,	/* waits for the reply to add-fd */
	CTL_PING	/* waits for the reply to query-status */
};

struct ctl_job {
	unsigned int devid;
	int fd;		/* ours until QEMU has it */
};

/*
 * Our own monitor connection, which gives QEMU the media hotplugd opens, by
 * which we learn that the guest may run, and by which the watchdog asks for a
 * sign of life.
 */
struct ctl {
	int hotplug;		/* from hotplugd, or -1 when it is closed */
	const char *path;	/* QEMU's monitor socket */
	int sock;		/* -1 when closed */
	enum ctl_state state;
	struct ctl_job job[CTL_JOBS];	/* [0] is under way, or next */
	size_t jobs;
	char cmd[128];
	size_t cmd_len, cmd_off;
	struct line rep;
	bool running;		/* QEMU said so, and hotplugd has been told */
	bool changed;		/* ask again whether it is */
	struct watch watch;
	long long now_ms;	/* io_ms(), the caller's */
	unsigned int faults;
	char rep_buf[CTL_LINE];
	char out[CTL_LINE];
};

/* c is zeroed, but for the watch. Consumes hotplug; path must outlive c. */
void ctl_init(struct ctl *c, int hotplug, const char *path);

/* What to poll c->hotplug and c->sock for. */
short ctl_hotplug_events(const struct ctl *c);
short ctl_sock_events(const struct ctl *c);

/* For how many ms nothing will be due; -1: for ever. */
int ctl_timeout(const struct ctl *c, long long now_ms);

/* Do all that can be done without waiting, given what poll() says. */
void ctl_step(struct ctl *c, short hotplug, short sock);

#endif
