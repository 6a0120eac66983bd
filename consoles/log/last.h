/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef LAST_H
#define LAST_H

#include "clean.h"

#include <stdbool.h>
#include <stddef.h>

/* The line by which dm-run or QEMU says why it ends. Zero-initialise. */
struct last {
	size_t len;
	bool error;		/* it is one: only another one replaces it */
	char text[CLEAN_MAX];
};

/* A line of the device model's source, of at most CLEAN_MAX bytes. */
void last_take(struct last *l, const char *text, size_t len);

/*
 * The device model has ended by itself: put into buf what the log is to end
 * with, NUL-terminated and cut if too long. Returns its length; 0 if there is
 * nothing to say.
 */
size_t last_line(const struct last *l, char *buf, size_t cap);

#endif
