// SPDX-License-Identifier: GPL-2.0-or-later
/* How every program of the stub domain gives up what it does not need. */
#include "drop.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int drop_bounding(unsigned long long keep)
{
	unsigned int cap;

	/* EINVAL: the first capability that this kernel does not know. */
	for (cap = 0; cap < 64; cap++)
		if (!(keep >> cap & 1) &&
		    prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0)
			break;
	if (cap == 64)
		return 0;
	return errno == EINVAL && cap > CAP_SETFCAP ? 0 : -errno;
}

int drop_limits(const struct drop_limit *l, size_t n, const char **what)
{
	struct rlimit r;
	size_t i;

	for (i = 0; i < n; i++) {
		*what = l[i].name;
		r.rlim_cur = r.rlim_max = l[i].max;
		if (setrlimit((unsigned int)l[i].which, &r) < 0)
			return -errno;
	}
	return 0;
}

static int root_change(const char *root)
{
	return chroot(root) < 0 || chdir("/") < 0 ? -errno : 0;
}

/* For who stays uid 0: exec gives it nothing any more. */
static int root_disarm(void)
{
	return prctl(PR_SET_SECUREBITS, SECBIT_NOROOT | SECBIT_NOROOT_LOCKED,
		     0, 0, 0) < 0 ? -errno : 0;
}

static int user_change(uid_t uid)
{
	gid_t gid = (gid_t)uid;		/* each program's group is its own */

	if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 ||
	    setresuid(uid, uid, uid) < 0)
		return -errno;
	return 0;
}

static int capabilities_drop(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];

	memset(none, 0, sizeof(none));
	return syscall(SYS_capset, &head, none) < 0 ? -errno : 0;
}

static int doors_close(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return -errno;
	return 0;
}

int drop_all(const struct drop *d, const char **what)
{
	int rc = 0;

	*what = "root directory";
	if (d->root)
		rc = root_change(d->root);
	if (rc < 0)
		return rc;
	*what = "capability bounding set";
	rc = drop_bounding(0);
	if (rc < 0)
		return rc;
	*what = "securebits";
	rc = root_disarm();
	if (rc < 0)
		return rc;
	*what = "user";
	if (d->uid)
		rc = user_change(d->uid);
	if (rc < 0)
		return rc;
	*what = "capabilities";
	rc = capabilities_drop();
	if (rc < 0)
		return rc;
	*what = "no_new_privs";
	rc = doors_close();
	if (rc < 0)
		return rc;
	return drop_limits(d->limits, d->n_limits, what);
}
