// SPDX-License-Identifier: GPL-2.0-or-later
/* /proc/meminfo, one key at a time. Pure. */
#include "meminfo.h"

#include "num.h"

#include <limits.h>
#include <string.h>

static long number(const char *s)
{
	unsigned long long n;

	s += strspn(s, " \t");
	if (!num_span(s, strspn(s, "0123456789"), LONG_MAX, &n))
		return -1;
	return (long)n;
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
