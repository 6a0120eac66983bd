// SPDX-License-Identifier: GPL-2.0-or-later
/* Reading uevents and opening root's own device files needs no capability. */
#include "confine.h"

#include "calls.h"
#include "drop.h"

#include <sys/mman.h>
#include <sys/syscall.h>

static const struct drop_limit limits[] = {
	{ RLIMIT_NOFILE, 32, "RLIMIT_NOFILE" },
	{ RLIMIT_FSIZE, 0, "RLIMIT_FSIZE" },
	{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
};

static const struct drop drop = {
	.limits = limits, .n_limits = sizeof(limits) / sizeof(limits[0]),
};

static const struct calls_rule calls[] = {
	{ .nr = SYS_poll }, { .nr = SYS_read }, { .nr = SYS_write },
	{ .nr = SYS_recvfrom },				/* uevents, qmpd */
	{ .nr = SYS_sendmsg },				/* media, to qmpd */
	/* media, /proc/meminfo, /sys/devices */
	{ .nr = SYS_open }, { .nr = SYS_openat }, { .nr = SYS_close },
	{ .nr = SYS_fcntl }, { .nr = SYS_fstat }, { .nr = SYS_newfstatat },
	{ .nr = SYS_getdents64 },
	/* libxenstore; it makes no thread, as nothing is watched */
	{ .nr = SYS_writev }, { .nr = SYS_futex }, { .nr = SYS_rt_sigreturn },
	/* malloc() */
	{ .nr = SYS_brk }, { .nr = SYS_munmap }, { .nr = SYS_mremap },
	{ .nr = SYS_madvise },
	{ .nr = SYS_mmap, .arg = 2, .mask = PROT_EXEC, .value = 0 },
	{ .nr = SYS_mprotect, .arg = 2, .mask = PROT_EXEC, .value = 0 },
	{ .nr = SYS_clock_gettime }, { .nr = SYS_restart_syscall },
	{ .nr = SYS_exit }, { .nr = SYS_exit_group },
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
