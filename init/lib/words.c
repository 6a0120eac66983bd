// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the administrator says in stubdomain_cmdline, which libxl hands on as
 * the kernel's command line. Pure.
 */
#include "words.h"

#include <string.h>

const char *words_find(const char *text, const char *name, size_t *len)
{
	static const char space[] = " \t\n";
	const char *found = NULL, *end;
	size_t n = strlen(name);

	for (text += strspn(text, space); *text; text = end + strspn(end, space)) {
		end = text + strcspn(text, space);
		if (strncmp(text, name, n) != 0)
			continue;
		found = text + n;
		*len = (size_t)(end - found);
	}
	return found;
}
