/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNOWN_H
#define KNOWN_H

#include <stdbool.h>
#include <stddef.h>

enum { KNOWN_MAX = 128 };

/*
 * The vbds whose medium QEMU has: those of boot, which it opens itself, and
 * those handed over since. A vbd that goes is forgotten, so the same number
 * is new when it comes back. Zero-initialise.
 */
struct known {
	size_t n;
	unsigned int devid[KNOWN_MAX];
};

bool known_has(const struct known *k, unsigned int devid);

/* Returns false if there is no room. */
bool known_add(struct known *k, unsigned int devid);

void known_remove(struct known *k, unsigned int devid);

#endif
