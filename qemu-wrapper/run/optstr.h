/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef OPTSTR_H
#define OPTSTR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * One element of a list as QEMU reads it: "key=value", "key" alone, and a
 * comma in a value doubled. A first element without "=" is a value whose key
 * the option implies ("tap,id=net0"): has_key is false then.
 */
struct optstr {
	const char *start;	/* of the whole element, */
	size_t len;		/* without the comma after it */
	const char *value;	/* still with doubled commas; NULL: no "=" */
	size_t keylen;
	bool has_key;
};

/*
 * Step through the list. Set *pos to the list, call until false.
 */
bool optstr_next(const char *list, const char **pos, struct optstr *o);

bool optstr_key_is(const struct optstr *o, const char *key);

/*
 * Copy the value with its commas undoubled.
 * Returns false, and sets buf to "", if it does not fit.
 */
bool optstr_value(const struct optstr *o, char *buf, size_t cap);

/*
 * The value that QEMU would use for key: the last one.
 * Returns false if there is none, or it does not fit.
 */
bool optstr_find(const char *list, const char *key, char *buf, size_t cap);

/* The value of the first element if that has no key of its own. */
bool optstr_implied(const char *list, char *buf, size_t cap);

#endif
