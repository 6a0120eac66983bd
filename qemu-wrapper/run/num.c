// SPDX-License-Identifier: GPL-2.0-or-later
/* PURE. Decimal numbers as xenstore holds them: no sign, no blank, no 0x. */
#include "num.h"

bool num_parse(const char *s, unsigned long long max, unsigned long long *out)
{
	unsigned long long n = 0;

	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++) {
		unsigned int digit = (unsigned int)(*s - '0');

		if (*s < '0' || *s > '9' || digit > max)
			return false;
		if (n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*out = n;
	return true;
}

bool num_uint(const char *s, unsigned int max, unsigned int *out)
{
	unsigned long long n;

	if (!num_parse(s, max, &n))
		return false;
	*out = (unsigned int)n;
	return true;
}
