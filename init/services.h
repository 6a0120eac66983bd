/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SERVICES_H
#define SERVICES_H

#include "policy.h"

#include <stdbool.h>

/* Every descriptor that init makes; wire.c fills an array by these. */
enum wire {
	WIRE_NULL,		/* /dev/null */
	WIRE_CONSOLE,		/* hvc0, non-blocking */
	WIRE_LOG_INIT_R, WIRE_LOG_INIT_W,
	WIRE_LOG_DM_R, WIRE_LOG_DM_W,
	WIRE_LOG_QMPD_R, WIRE_LOG_QMPD_W,
	WIRE_LOG_HOTPLUGD_R, WIRE_LOG_HOTPLUGD_W,
	WIRE_LOG_CRASH_R, WIRE_LOG_CRASH_W,
	WIRE_MON_LIBXL,		/* listening UNIX sockets */
	WIRE_MON_CTL,
	WIRE_HOTPLUG_QMPD,	/* the two ends of one SOCK_SEQPACKET pair */
	WIRE_HOTPLUG_HOTPLUGD,
	WIRE_STATE_RW,		/* one file, two descriptions */
	WIRE_STATE_W,
	WIRE_MEMO,		/* memory of qmpd's that outlives it */
	WIRE_COUNT
};

enum service_id { SVC_LOGD, SVC_HOTPLUGD, SVC_QMPD, SVC_DM, SVC_CRASH,
		  SVC_COUNT };

struct fdmap { enum wire from; int to; };	/* init's wire, child's fd */

enum { SERVICE_FDS = 8 };

/*
 * map[] ends at its first row with to < 0. Targets ascend, so the last one
 * says from where on the child's descriptors are closed.
 */
struct service {
	const char *name;
	const char *path;
	const char *oom_score_adj;
	bool at_boot;		/* else only when the domain ends */
	bool term_blocked;	/* reads SIGTERM from a descriptor (term.h) */
	struct svc_policy policy;
	struct fdmap map[SERVICE_FDS + 1];
};

/* In the order in which they are started. */
extern const struct service services[SVC_COUNT];

#endif
