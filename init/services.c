// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * THE table: which programs run, what each one inherits, what its death
 * means. A child has these descriptors and no others.
 */
#include "services.h"

#include "wiring.h"

#define MAP_END	{ .to = -1 }

const struct service services[SVC_COUNT] = {
	[SVC_LOGD] = {
		.name = "logd", .path = "/bin/logd",
		.oom_score_adj = "-900", .at_boot = true,
		.term_blocked = true,
		.policy = { .max_deaths = 5, .backoff_ms = 100 },
		.map = {
			{ WIRE_NULL, 0 },
			{ WIRE_CONSOLE, 1 }, { WIRE_CONSOLE, 2 },
			{ WIRE_LOG_INIT_R, LOGD_FD_INIT },
			{ WIRE_LOG_DM_R, LOGD_FD_DM },
			{ WIRE_LOG_QMPD_R, LOGD_FD_QMPD },
			{ WIRE_LOG_HOTPLUGD_R, LOGD_FD_HOTPLUGD },
			{ WIRE_LOG_CRASH_R, LOGD_FD_CRASH },
			MAP_END
		},
	},
	[SVC_HOTPLUGD] = {
		.name = "hotplugd", .path = "/bin/hotplugd",
		.oom_score_adj = "-900", .at_boot = true,
		.policy = { .max_deaths = 5, .backoff_ms = 100 },
		.map = {
			{ WIRE_NULL, 0 },
			{ WIRE_LOG_HOTPLUGD_W, 1 }, { WIRE_LOG_HOTPLUGD_W, 2 },
			{ WIRE_HOTPLUG_HOTPLUGD, HOTPLUGD_FD_QMPD },
			MAP_END
		},
	},
	[SVC_QMPD] = {
		.name = "qmpd", .path = "/bin/qmpd",
		.oom_score_adj = "-900", .at_boot = true,
		.term_blocked = true,
		.policy = { .max_deaths = 5, .backoff_ms = 100 },
		.map = {
			{ WIRE_NULL, 0 },
			{ WIRE_LOG_QMPD_W, 1 }, { WIRE_LOG_QMPD_W, 2 },
			{ WIRE_HOTPLUG_QMPD, QMPD_FD_HOTPLUG },
			{ WIRE_STATE_RW, QMPD_FD_STATE },
			{ WIRE_MEMO, QMPD_FD_MEMO },
			MAP_END
		},
	},
	[SVC_DM] = {		/* QEMU is this process, by exec */
		.name = "dm-run", .path = "/bin/dm-run",
		.oom_score_adj = "500", .at_boot = true,
		.policy = { .max_deaths = 0, .backoff_ms = 0 },
		.map = {
			{ WIRE_NULL, 0 },
			{ WIRE_LOG_DM_W, 1 }, { WIRE_LOG_DM_W, 2 },
			{ WIRE_MON_LIBXL, DM_FD_MON_LIBXL },
			{ WIRE_MON_CTL, DM_FD_MON_CTL },
			{ WIRE_STATE_W, DM_FD_STATE },
			MAP_END
		},
	},
	[SVC_CRASH] = {
		.name = "dm-crash", .path = "/bin/dm-crash",
		.oom_score_adj = "-900", .at_boot = false,
		.policy = { .max_deaths = 0, .backoff_ms = 0 },
		.map = {
			{ WIRE_NULL, 0 },
			{ WIRE_LOG_CRASH_W, 1 }, { WIRE_LOG_CRASH_W, 2 },
			MAP_END
		},
	},
};
