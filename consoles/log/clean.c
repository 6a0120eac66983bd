// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Hostile bytes in, printable bounded lines out. Knows nothing of where they
 * come from or go to.
 */
#include "clean.h"

#include <string.h>

#define ESCAPED	4	/* \xNN */
#define EXEC	"I: phase exec"

static void put(struct clean *c, unsigned char b)
{
	static const char hex[] = "0123456789abcdef";

	if (b >= 0x20 && b <= 0x7e) {
		c->text[c->len++] = (char)b;
		return;
	}
	c->text[c->len++] = '\\';
	c->text[c->len++] = 'x';
	c->text[c->len++] = hex[b >> 4];
	c->text[c->len++] = hex[b & 15];
}

static void begin(struct clean *c)
{
	if (c->taken)
		c->len = 0;
	c->taken = false;
}

enum clean_out clean_feed(struct clean *c, const char *in, size_t n,
			  size_t *used)
{
	size_t i;

	begin(c);
	for (i = 0; i < n; i++) {
		if (in[i] == '\n') {
			*used = i + 1;
			c->taken = true;
			return CLEAN_LINE;
		}
		if (sizeof(c->text) - c->len < ESCAPED) {
			*used = i;	/* this byte begins the next part */
			c->taken = true;
			return CLEAN_PART;
		}
		put(c, (unsigned char)in[i]);
	}
	*used = n;
	return CLEAN_MORE;
}

size_t clean_flush(struct clean *c)
{
	begin(c);
	c->taken = true;
	return c->len;
}

enum clean_level clean_level(const char *text, size_t len)
{
	if (len >= strlen(EXEC) && memcmp(text, EXEC, strlen(EXEC)) == 0)
		return CLEAN_EXEC;
	if (len >= 3 && memchr("EWI", text[0], 3) &&
	    memcmp(text + 1, ": ", 2) == 0)
		return CLEAN_LEVEL;
	return CLEAN_PLAIN;
}
