// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines out of a byte stream; knows nothing of what is in them. */
#include "line.h"

#include <string.h>

void line_init(struct line *l, char *buf, size_t cap)
{
	l->buf = buf;
	l->cap = cap;
	line_reset(l);
}

void line_reset(struct line *l)
{
	l->len = 0;
	l->seen = 0;
	l->skip = 0;
}

char *line_space(struct line *l, size_t *room)
{
	*room = l->cap - l->len;
	return l->buf + l->len;
}

static size_t newline_find(struct line *l)
{
	const char *nl = memchr(l->buf + l->seen, '\n', l->len - l->seen);

	if (nl)
		return (size_t)(nl - l->buf) + 1;
	l->seen = l->len;
	return 0;
}

void line_drop(struct line *l, size_t n)
{
	memmove(l->buf, l->buf + n, l->len - n);
	l->len -= n;
	l->seen = 0;
}

static void skip_on(struct line *l)
{
	size_t n = newline_find(l);

	if (n)
		l->skip = 0;
	line_drop(l, n ? n : l->len);
}

void line_added(struct line *l, size_t n)
{
	l->len += n;
	if (l->skip)
		skip_on(l);
}

enum line_status line_first(struct line *l, size_t *len)
{
	*len = newline_find(l);
	if (*len)
		return LINE_OK;
	return l->len == l->cap ? LINE_LONG : LINE_NONE;
}

void line_skip(struct line *l)
{
	l->skip = 1;
	skip_on(l);
}
