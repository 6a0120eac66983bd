// SPDX-License-Identifier: GPL-2.0-or-later
/* logd reads what QEMU writes: from here on it owns nothing but its pipes. */
#include "confine.h"

#include "calls.h"
#include "drop.h"
#include "wiring.h"

#include <sys/ioctl.h>
#include <sys/syscall.h>

static const struct drop_limit limits[] = {
	/* poll(2) refuses more entries than RLIMIT_NOFILE: leave it room. */
	{ RLIMIT_NOFILE, 16, "RLIMIT_NOFILE" },
	{ RLIMIT_NPROC, 0, "RLIMIT_NPROC" },
	{ RLIMIT_FSIZE, 0, "RLIMIT_FSIZE" },
	{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
};

static const struct drop drop = {
	.root = DIR_EMPTY, .uid = UID_LOGD,
	.limits = limits, .n_limits = sizeof(limits) / sizeof(limits[0]),
};

static const struct calls_rule calls[] = {
	{ .nr = SYS_poll }, { .nr = SYS_read }, { .nr = SYS_write },
	{ .nr = SYS_clock_gettime },
	{ .nr = SYS_ioctl, .arg = 1, .mask = ~0u, .value = TCSBRK },
	{ .nr = SYS_restart_syscall }, { .nr = SYS_rt_sigreturn },
	{ .nr = SYS_exit_group },
};

int confine_enter(const char **what)
{
	int rc = drop_all(&drop, what);

	if (rc < 0)
		return rc;
	*what = "system calls";
	return calls_filter(CALLS_ONLY, calls,
			    sizeof(calls) / sizeof(calls[0]));
}
