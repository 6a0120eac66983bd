// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What QEMU starts with. It drops the rest itself once it has opened
 * the nodes of /dev/xen and the disks (-run-with user=,chroot=).
 */
#include "confine.h"

#include "calls.h"
#include "drop.h"

#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/*
 * Opening and using privcmd, evtchn, gntdev, gntalloc and xenbus asks for no
 * capability (Linux, drivers/xen: no capable()), nor does a tap that comes as
 * a descriptor. These three are for -run-with.
 */
#define KEPT	(1ull << CAP_SETGID | 1ull << CAP_SETUID | \
		 1ull << CAP_SYS_CHROOT)

static const struct drop_limit limits[] = {
	{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
	/* QEMU raises the soft limit to the hard one (os_setup_limits). */
	{ RLIMIT_NOFILE, 512, "RLIMIT_NOFILE" },
	/* Its threads; they count for its uid, which runs nothing else. */
	{ RLIMIT_NPROC, 256, "RLIMIT_NPROC" },
	/* QEMU has no use for these. */
	{ RLIMIT_MSGQUEUE, 0, "RLIMIT_MSGQUEUE" },
	{ RLIMIT_RTPRIO, 0, "RLIMIT_RTPRIO" },
};

/*
 * What QEMU needs neither to start nor to run and this kernel has: kills.
 * QEMU's own -sandbox adds to it, before it looks at anything of the guest's:
 * no new process, no exec, no priority, nothing obsolete.
 */
static const struct calls_rule never[] = {
	/* other processes */
	{ .nr = SYS_ptrace }, { .nr = SYS_process_vm_readv },
	{ .nr = SYS_process_vm_writev }, { .nr = SYS_process_madvise },
	{ .nr = SYS_pidfd_open }, { .nr = SYS_pidfd_getfd },
	{ .nr = SYS_pidfd_send_signal }, { .nr = SYS_kcmp },
	/* file systems and devices */
	{ .nr = SYS_mount }, { .nr = SYS_umount2 }, { .nr = SYS_pivot_root },
	{ .nr = SYS_move_mount }, { .nr = SYS_open_tree },
	{ .nr = SYS_fsopen }, { .nr = SYS_fsmount },
	{ .nr = SYS_mknod }, { .nr = SYS_mknodat }, { .nr = SYS_quotactl },
	{ .nr = SYS_swapon }, { .nr = SYS_swapoff }, { .nr = SYS_acct },
	/* the machine */
	{ .nr = SYS_reboot }, { .nr = SYS_settimeofday },
	{ .nr = SYS_clock_settime }, { .nr = SYS_adjtimex },
	{ .nr = SYS_clock_adjtime }, { .nr = SYS_sethostname },
	{ .nr = SYS_setdomainname }, { .nr = SYS_syslog },
	{ .nr = SYS_vhangup }, { .nr = SYS_perf_event_open },
	{ .nr = SYS_unshare }, { .nr = SYS_setns },
	/* sockets of the kernel: uevents, routes, packets */
	{ .nr = SYS_socket, .arg = 0, .mask = ~0u, .value = AF_NETLINK },
	{ .nr = SYS_socket, .arg = 0, .mask = ~0u, .value = AF_PACKET },
	/* code that was not in the program: there is no TCG in it */
	{ .nr = SYS_mmap, .arg = 2, .mask = PROT_EXEC, .value = PROT_EXEC },
	{ .nr = SYS_mprotect, .arg = 2, .mask = PROT_EXEC,
	  .value = PROT_EXEC },
	{ .nr = SYS_pkey_mprotect, .arg = 2, .mask = PROT_EXEC,
	  .value = PROT_EXEC },
	{ .nr = SYS_personality }, { .nr = SYS_modify_ldt },
	/* pages shared by tricks: in every kernel, and in no call of QEMU's */
	{ .nr = SYS_splice }, { .nr = SYS_tee }, { .nr = SYS_vmsplice },
	{ .nr = SYS_remap_file_pages },
};

/* The caller has *what for a message. */
static int give_up(bool unrestricted, const char **what)
{
	int rc = drop_limits(limits, sizeof(limits) / sizeof(limits[0]), what);

	if (rc < 0)
		return rc;
	(void)umask(077);	/* cannot fail */
	*what = "bounding set";
	rc = unrestricted ? 0 : drop_bounding(KEPT);
	if (rc < 0)
		return rc;
	*what = "no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	*what = "system calls";
	return calls_filter(CALLS_ALL_BUT, never,
			    sizeof(never) / sizeof(never[0]));
}

enum verdict confine_self(bool unrestricted, struct why *why)
{
	const char *what;
	int rc = give_up(unrestricted, &what);

	if (rc < 0)
		return why_system(why, "confine: %s: %s", what, strerror(-rc));
	return VERDICT_OK;
}
