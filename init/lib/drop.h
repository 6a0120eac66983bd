/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DROP_H
#define DROP_H

#include <stddef.h>
#include <sys/resource.h>
#include <sys/types.h>

struct drop_limit {
	int which;		/* RLIMIT_... */
	rlim_t max;
	const char *name;
};

/* What a process turns into. */
struct drop {
	const char *root;	/* new root directory; NULL: keep it */
	uid_t uid;		/* and group of that number; 0: keep it */
	const struct drop_limit *limits;
	size_t n_limits;
};

/*
 * Give up, for good: root directory, user, every capability, the way to new
 * ones, being looked into by others of the same user, resources. Affects the
 * calling thread: call it before there is another. Returns 0, or -errno with
 * *what naming the step; the process is then half confined and must end.
 */
int drop_all(const struct drop *d, const char **what);

/* The two steps that a process which goes on to exec takes by themselves. */

/* Remove all from the bounding set but the capabilities in keep (bits). */
int drop_bounding(unsigned long long keep);

/* Set soft and hard limits. Returns 0, or -errno with *what naming one. */
int drop_limits(const struct drop_limit *l, size_t n, const char **what);

#endif
