/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef JSON_H
#define JSON_H

#include <stddef.h>

struct json_object;

/*
 * Read one JSON text that fills text exactly (white space apart). Depth, number
 * of values and so memory are bounded. Returns the value, to be freed with
 * json_object_put(), or NULL; *why then names the reason in our own words.
 */
struct json_object *json_read(const char *text, size_t len, const char **why);

/*
 * Write value in one line into out, without NUL.
 * Returns the length, or 0 if it does not fit.
 */
size_t json_write(struct json_object *value, char *out, size_t cap);

/*
 * json-c draws the seed of its hash on first use (random_seed.c: getrandom()
 * or /dev/urandom). To be called while both can still be had.
 */
void json_warm_up(void);

#endif
