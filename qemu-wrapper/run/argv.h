/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef ARGV_H
#define ARGV_H

#include <stdbool.h>
#include <stddef.h>

/* libxl's longest known vector has some hundred entries; ours add about 20. */
#define ARGV_MAX_N	1200
#define ARGV_MAX_TEXT	(1024 * 1024)

enum argv_err { ARGV_OK, ARGV_TOO_MANY, ARGV_TOO_LONG, ARGV_BAD_BYTE };

/* arg[0..n-1] point into text; arg[n] is NULL, as execve wants it. */
struct argvec {
	size_t n;
	size_t used;
	char *arg[ARGV_MAX_N + 1];
	char text[ARGV_MAX_TEXT];
};

/* Append one argument of len bytes.  On any error v is unchanged. */
enum argv_err argv_push(struct argvec *v, const char *s, size_t len);

/* The same for a NUL-terminated string. */
enum argv_err argv_push_str(struct argvec *v, const char *s);

/* "too many arguments" and so on. */
const char *argv_strerror(enum argv_err err);

/*
 * The name of the option, "--x" being the same as "-x" for QEMU, or NULL if
 * QEMU would take the argument for the name of a disk image.
 */
const char *argv_option(const char *arg);

/* Does the option (name without dash) take no argument? */
bool argv_is_flag(const char *name);

#endif
