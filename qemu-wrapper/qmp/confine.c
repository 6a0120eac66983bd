// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What qmpd may still do after it has opened all it needs: it parses what a
 * hostile QEMU sends. A system call that is not on the list kills: init sees
 * SIGSYS, the log says so, and a new qmpd serves the next client. An error
 * returned instead would leave a wrong or a taken-over qmpd running unseen.
 */
#include "confine.h"

#include <errno.h>
#include <grp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/capability.h>

#include <seccomp.h>
#include <xen/xen.h>
#include <xen/sys/evtchn.h>

/* 4 inherited, 3 of the vchan, hvc1, 2 monitors, 8 media. */
#define FILES_MAX 32

static const struct {
	int resource;
	rlim_t max;
} limits[] = {
	{ RLIMIT_NOFILE, FILES_MAX },
	{ RLIMIT_CORE, 0 },
	{ RLIMIT_FSIZE, 0 },		/* writes no file */
	{ RLIMIT_NPROC, 0 },
};

static int limits_set(rlim_t memory)
{
	struct rlimit r = { memory, memory };
	size_t i;

	if (setrlimit(RLIMIT_AS, &r) < 0)
		return -1;
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		r.rlim_cur = limits[i].max;
		r.rlim_max = limits[i].max;
		if (setrlimit(limits[i].resource, &r) < 0)
			return -1;
	}
	return 0;
}

static int root_change(const char *root)
{
	return chroot(root) < 0 || chdir("/") < 0 ? -1 : 0;
}

static int bounding_drop(void)
{
	unsigned long cap;

	/* EINVAL: the first capability this kernel does not know. */
	for (cap = 0; prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == 0; cap++)
		;
	return errno == EINVAL && cap > CAP_SETPCAP ? 0 : -1;
}

static int user_change(uid_t uid)
{
	gid_t gid = (gid_t)uid;		/* each program's group is its own */

	if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0)
		return -1;
	/* Leaving uid 0 clears the capability sets (capabilities(7)). */
	return setresuid(uid, uid, uid);
}

static const int calls[] = {
	SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(pread64), SCMP_SYS(fstat),
	SCMP_SYS(newfstatat),		/* fstat() of glibc, and musl's */
	SCMP_SYS(close), SCMP_SYS(fcntl),
	SCMP_SYS(connect), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg),
	SCMP_SYS(recvfrom),
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(clock_gettime), SCMP_SYS(restart_syscall),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

static int calls_add(scmp_filter_ctx ctx)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof(calls) / sizeof(calls[0]); i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0);
	return rc;
}

/* Calls that are allowed for some arguments only: number, argument, value. */
static const struct {
	int call;
	unsigned int arg;
	scmp_datum_t mask, value;
} narrow[] = {
	{ SCMP_SYS(socket), 0, ~0u, AF_UNIX },
	{ SCMP_SYS(ioctl), 1, ~0u, TIOCOUTQ },
	{ SCMP_SYS(ioctl), 1, ~0u, IOCTL_EVTCHN_NOTIFY },
	{ SCMP_SYS(mmap), 2, PROT_EXEC, 0 },
	{ SCMP_SYS(mprotect), 2, PROT_EXEC, 0 },
};

static int narrow_add(scmp_filter_ctx ctx)
{
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < sizeof(narrow) / sizeof(narrow[0]); i++)
		rc = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, narrow[i].call, 1,
				      SCMP_CMP(narrow[i].arg,
					       SCMP_CMP_MASKED_EQ,
					       narrow[i].mask,
					       narrow[i].value));
	return rc;
}

static int calls_filter(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc;

	if (!ctx) {
		errno = ENOMEM;
		return -1;
	}
	rc = calls_add(ctx);
	if (rc == 0)
		rc = narrow_add(ctx);
	if (rc == 0)
		rc = seccomp_load(ctx);	/* sets no_new_privs as well */
	seccomp_release(ctx);
	errno = -rc;
	return rc < 0 ? -1 : 0;
}

int confine(const char *root, uid_t uid, rlim_t memory, const char **what)
{
	*what = "root directory";
	if (root_change(root) < 0)
		return -errno;
	*what = "capability bounding set";
	if (bounding_drop() < 0)
		return -errno;
	*what = "user";
	if (user_change(uid) < 0)
		return -errno;
	*what = "no_new_privs";
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -errno;
	*what = "limits";
	if (limits_set(memory) < 0)
		return -errno;
	*what = "system calls";
	return calls_filter() < 0 ? -errno : 0;
}
