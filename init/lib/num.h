/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef NUM_H
#define NUM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Parse the len bytes at s, which must be nothing but decimal digits, at least
 * one, and at most max. Leading zeroes are fine (dm-argv keys have them). out
 * is set only on true.
 */
bool num_span(const char *s, size_t len, unsigned long long max,
	      unsigned long long *out);

/* The same for a string. */
bool num_parse(const char *s, unsigned long long max, unsigned long long *out);

/* The same for what fits an unsigned int. */
bool num_uint(const char *s, unsigned int max, unsigned int *out);

#endif
