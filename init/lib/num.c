// SPDX-License-Identifier: GPL-2.0-or-later
/* Decimal numbers: no sign, no blank, no 0x. Pure. */
#include "num.h"

#include <string.h>

bool num_span(const char *s, size_t len, unsigned long long max,
	      unsigned long long *out)
{
	unsigned long long n = 0;
	size_t i;

	if (len == 0)
		return false;
	for (i = 0; i < len; i++) {
		unsigned int digit = (unsigned int)(unsigned char)s[i] - '0';

		if (digit > 9 || digit > max)
			return false;
		if (n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = n;
	return true;
}

bool num_parse(const char *s, unsigned long long max, unsigned long long *out)
{
	return num_span(s, strlen(s), max, out);
}

bool num_uint(const char *s, unsigned int max, unsigned int *out)
{
	unsigned long long n;

	if (!num_parse(s, max, &n))
		return false;
	*out = (unsigned int)n;
	return true;
}
