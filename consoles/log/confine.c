// SPDX-License-Identifier: GPL-2.0-or-later
/* logd reads what QEMU writes: from here on it owns nothing but its pipes. */
#include "confine.h"

#include "wiring.h"

#include <errno.h>
#include <grp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int bounding_drop(void)
{
	unsigned long cap;

	for (cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		if (prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) < 0)
			return -1;
	return 0;
}

static int privs_freeze(void)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static int root_empty(void)
{
	return chroot(DIR_EMPTY) < 0 ? -1 : chdir("/");
}

/* poll(2) refuses more entries than RLIMIT_NOFILE: leave it room. */
static int limits_set(void)
{
	static const struct { int what; rlim_t max; } row[] = {
		{ RLIMIT_NOFILE, 16 },
		{ RLIMIT_NPROC, 0 },
		{ RLIMIT_CORE, 0 },
	};
	struct rlimit rl;
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		rl.rlim_cur = rl.rlim_max = row[i].max;
		if (setrlimit(row[i].what, &rl) < 0)
			return -1;
	}
	return 0;
}

static int groups_drop(void)
{
	return setgroups(0, NULL);
}

static int gid_set(void)
{
	return setresgid(UID_LOGD, UID_LOGD, UID_LOGD);
}

/* Leaving uid 0 empties the permitted, effective and ambient sets. */
static int uid_set(void)
{
	return setresuid(UID_LOGD, UID_LOGD, UID_LOGD);
}

static const struct {
	const char *name;
	int (*run)(void);
} steps[] = {
	{ "bounding set", bounding_drop },
	{ "no_new_privs", privs_freeze },
	{ "chroot " DIR_EMPTY, root_empty },
	{ "limits", limits_set },
	{ "groups", groups_drop },
	{ "gid", gid_set },
	{ "uid", uid_set },
};

int confine_enter(const char **what)
{
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		*what = steps[i].name;
		if (steps[i].run() < 0)
			return -errno;
	}
	return 0;
}
