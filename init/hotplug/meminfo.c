// SPDX-License-Identifier: GPL-2.0-or-later
/* /proc/meminfo, one key at a time. Pure. */
#include "meminfo.h"

#include <limits.h>
#include <string.h>

static long number(const char *s)
{
	long n = 0;

	s += strspn(s, " \t");
	if (*s < '0' || *s > '9')
		return -1;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (n > (LONG_MAX - 9) / 10)
			return -1;
		n = n * 10 + (*s - '0');
	}
	return n;
}

long meminfo_kib(const char *text, const char *key)
{
	size_t len = strlen(key);

	while (*text) {
		if (strncmp(text, key, len) == 0 && text[len] == ':')
			return number(text + len + 1);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return -1;
}
