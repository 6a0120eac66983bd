/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CLEAN_H
#define CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/* Longest text of one log line: with prefix and mark it stays under 512. */
enum { CLEAN_MAX = 460 };

enum clean_out {
	CLEAN_MORE,	/* everything was consumed, no line yet */
	CLEAN_LINE,	/* text[] holds a line, or the rest of one */
	CLEAN_PART	/* text[] is full and the line goes on */
};

/* One source's line in the making. Zero-initialise. */
struct clean {
	size_t len;
	bool taken;	/* the caller has had text[]: begin anew */
	char text[CLEAN_MAX];
};

/*
 * Consume bytes of in[0..n) until a line is complete or full; *used says how
 * many. text[0..len) is then printable ASCII and is valid until the next
 * call. It can be empty.
 */
enum clean_out clean_feed(struct clean *c, const char *in, size_t n,
			  size_t *used);

/* What there is of an unfinished line is now its end. Length of text[]. */
size_t clean_flush(struct clean *c);

enum clean_level { CLEAN_PLAIN, CLEAN_LEVEL, CLEAN_EXEC };

/*
 * What a line of the device model's source is: one of our own ("E: …"), the
 * last one before QEMU takes over the descriptor, or anybody's.
 */
enum clean_level clean_level(const char *text, size_t len);

#endif
