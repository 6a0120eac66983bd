// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What QEMU starts with. It drops the rest itself once it has opened
 * the nodes of /dev/xen and the disks (-run-with user=,chroot=).
 */
#include "confine.h"

#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/*
 * Opening and using privcmd, evtchn, gntdev, gntalloc and xenbus asks for no
 * capability (Linux, drivers/xen: no capable()), nor does a tap that comes as
 * a descriptor. These three are for -run-with.
 */
static const int kept[] = { CAP_SETGID, CAP_SETUID, CAP_SYS_CHROOT };

static const struct limit {
	int which;
	rlim_t value;
	const char *name;
} limits[] = {
	{ RLIMIT_CORE, 0, "RLIMIT_CORE" },
	/* QEMU raises the soft limit to the hard one (os_setup_limits). */
	{ RLIMIT_NOFILE, 512, "RLIMIT_NOFILE" },
	/* QEMU has no use for these. */
	{ RLIMIT_MSGQUEUE, 0, "RLIMIT_MSGQUEUE" },
	{ RLIMIT_RTPRIO, 0, "RLIMIT_RTPRIO" },
};

static int is_kept(int cap)
{
	size_t i;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (kept[i] == cap)
			return 1;
	return 0;
}

static int drop_bounding(void)
{
	int cap;

	/* EINVAL: the kernel knows fewer capabilities than its header did. */
	for (cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (!is_kept(cap) &&
		    prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0 &&
		    errno != EINVAL)
			return -errno;
	return 0;
}

static enum verdict set_limits(struct why *why)
{
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		struct rlimit r = {
			.rlim_cur = limits[i].value,
			.rlim_max = limits[i].value,
		};

		if (setrlimit(limits[i].which, &r) < 0)
			return why_system(why, "confine: %s: %s",
					  limits[i].name, strerror(errno));
	}
	return VERDICT_OK;
}

/* init's children may start with its signal mask; QEMU wants none. */
static int reset_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	return sigprocmask(SIG_SETMASK, &none, NULL) < 0 ? -errno : 0;
}

enum verdict confine_self(struct why *why)
{
	enum verdict v = set_limits(why);
	int rc;

	if (v != VERDICT_OK)
		return v;
	(void)umask(077);	/* cannot fail */
	rc = reset_signals();
	if (rc < 0)
		return why_system(why, "confine: signal mask: %s",
				  strerror(-rc));
	rc = drop_bounding();
	if (rc < 0)
		return why_system(why, "confine: bounding set: %s",
				  strerror(-rc));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return why_system(why, "confine: no_new_privs: %s",
				  strerror(errno));
	return VERDICT_OK;
}
