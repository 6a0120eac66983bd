/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DUMP_H
#define DUMP_H

#include "store.h"
#include "why.h"

#include <stddef.h>

#define DUMP_MAX_TEXT		(2 * 1024 * 1024)
#define DUMP_MAX_NODES		8192

struct dump_node {
	const char *path;
	const char *value;
	size_t len;
};

/* A whole xenstore out of a file: for reviews and tests on any machine. */
struct dump {
	struct store store;
	size_t nodes;
	struct dump_node node[DUMP_MAX_NODES];
	char self[64];		/* "/local/domain/S" */
	size_t len;		/* filled in by the caller */
	char text[DUMP_MAX_TEXT];
};

/*
 * Parse d->text[0..len-1], the output of "xenstore-ls -f" (-p is fine):
 *   /local/domain/7/target = "5"   (n0,r7)
 * with \t \n \r \\ \" \NNN (octal) \xNN in the value; a value ends at the
 * line's last quote. Empty lines and lines that start with "#" are skipped.
 * The stub domain is the one domain that has a target.
 * On success d->store can be read; d must not move.
 */
enum verdict dump_parse(struct dump *d, struct why *why);

#endif
