// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What qmpd may still do after it has opened all it needs: it parses what a
 * hostile QEMU sends. A system call that is not on the list kills: init sees
 * SIGSYS, the log says so, and a new qmpd serves the next client. An error
 * returned instead would leave a wrong or a taken-over qmpd running unseen.
 */
#include "confine.h"

#include <stdint.h>		/* xen.h needs it and does not say so */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <xen/xen.h>
#include <xen/sys/evtchn.h>

#include "calls.h"
#include "drop.h"

/* 6 inherited, SIGTERM's, 2 of the vchan, hvc1, PCI, 2 monitors, 8 media. */
#define FILES_MAX 32

static const struct calls_rule calls[] = {
	{ .nr = SYS_poll }, { .nr = SYS_ppoll },
	{ .nr = SYS_read }, { .nr = SYS_write }, { .nr = SYS_pread64 },
	{ .nr = SYS_lseek }, { .nr = SYS_fstat }, { .nr = SYS_getdents64 },
	{ .nr = SYS_newfstatat },	/* fstat() of glibc, and musl's */
	{ .nr = SYS_close }, { .nr = SYS_fcntl },
	{ .nr = SYS_connect }, { .nr = SYS_recvmsg }, { .nr = SYS_sendmsg },
	{ .nr = SYS_recvfrom },
	{ .nr = SYS_brk }, { .nr = SYS_munmap }, { .nr = SYS_mremap },
	{ .nr = SYS_madvise },
	{ .nr = SYS_clock_gettime }, { .nr = SYS_restart_syscall },
	{ .nr = SYS_rt_sigreturn }, { .nr = SYS_exit }, { .nr = SYS_exit_group },
	/* empties the state file; RLIMIT_FSIZE keeps it from growing */
	{ .nr = SYS_ftruncate, .arg = 1, .mask = ~0u, .value = 0 },
	{ .nr = SYS_socket, .arg = 0, .mask = ~0u, .value = AF_UNIX },
	{ .nr = SYS_ioctl, .arg = 1, .mask = ~0u, .value = TIOCOUTQ },
	{ .nr = SYS_ioctl, .arg = 1, .mask = ~0u,
	  .value = IOCTL_EVTCHN_NOTIFY },
	{ .nr = SYS_mmap, .arg = 2, .mask = PROT_EXEC, .value = 0 },
	{ .nr = SYS_mprotect, .arg = 2, .mask = PROT_EXEC, .value = 0 },
};

int confine(const char *root, uid_t uid, rlim_t memory, const char **what)
{
	const struct drop_limit limits[] = {
		{ RLIMIT_AS, memory, "RLIMIT_AS" },
		{ RLIMIT_NOFILE, FILES_MAX, "RLIMIT_NOFILE" },
		{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
		{ RLIMIT_FSIZE, 0, "RLIMIT_FSIZE" },	/* writes no file */
		{ RLIMIT_NPROC, 0, "RLIMIT_NPROC" },
	};
	const struct drop drop = {
		.root = root, .uid = uid,
		.limits = limits, .n_limits = sizeof(limits) / sizeof(limits[0]),
	};
	int rc = drop_all(&drop, what);

	if (rc < 0)
		return rc;
	*what = "system calls";
	return calls_filter(CALLS_ONLY, calls,
			    sizeof(calls) / sizeof(calls[0]));
}
