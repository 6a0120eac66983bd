/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>
#include <sys/types.h>

/* Return non-zero to stop; that is then what store->list() returns. */
typedef int store_visit(void *arg, const char *name);

/*
 * Where configuration is read from: the live xenstore (fetch.h) or a dump of
 * one (dump.h). A path without a leading "/" is the stub domain's own.
 */
struct store {
	/* Length of the value, never NUL-terminated; -errno; -EFBIG. */
	ssize_t (*read)(const struct store *s, const char *path,
			char *buf, size_t cap);
	/* Name each child once, in any order. 0, or -errno. */
	int (*list)(const struct store *s, const char *path,
		    store_visit *visit, void *arg);
	void *priv;
};

#endif
