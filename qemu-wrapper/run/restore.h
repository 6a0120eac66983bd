/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RESTORE_H
#define RESTORE_H

#include "why.h"

/* Where the saved state comes from and goes to. */
struct restore {
	const char *in;		/* console it comes by */
	const char *out;	/* console that takes zeros (stream.h) */
	const char *dir;	/* for files without a name */
	long long end;		/* by io_ms(): all must be there by then */
};

/*
 * Read all there is, and have the last state in it written to a pipe, whose
 * read end (close-on-exec) *fd is.
 */
enum verdict restore_start(const struct restore *r, int *fd, struct why *why);

#endif
