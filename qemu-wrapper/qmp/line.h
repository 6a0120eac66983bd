/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LINE_H
#define LINE_H

#include <stddef.h>

/* A byte stream cut into lines, in a buffer of the caller's. */
struct line {
	char *buf;
	size_t cap;	/* the longest line, with its newline */
	size_t len;	/* bytes held */
	size_t seen;	/* of these, known to hold no newline */
	int skip;	/* the rest of a line too long is being dropped */
};

enum line_status {
	LINE_NONE,	/* no complete line yet */
	LINE_OK,
	LINE_LONG	/* a line too long: once per line, then line_skip() */
};

/* buf, of cap bytes, must outlive l. */
void line_init(struct line *l, char *buf, size_t cap);

/* Forget everything held. */
void line_reset(struct line *l);

/* Where to store new bytes, and how many fit; then line_added(). */
char *line_space(struct line *l, size_t *room);
void line_added(struct line *l, size_t n);

/* The length of the first line with its newline, which starts at l->buf. */
enum line_status line_first(struct line *l, size_t *len);

/* Remove the first n bytes. */
void line_drop(struct line *l, size_t n);

/* After LINE_LONG: drop that line up to its newline, whenever it comes. */
void line_skip(struct line *l);

#endif
