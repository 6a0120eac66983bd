/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>

/*
 * The last word of a kernel command line that begins with name. Returns what
 * follows the name in it, *len bytes of text, or NULL if there is no such word.
 */
const char *words_find(const char *text, const char *name, size_t *len);

#endif
