/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/*
 * Input from a Xen console whose other end is a file that dom0's QEMU reads,
 * and which therefore has an end although the console has none.
 */
struct stream {
	int in;			/* the console to read */
	int out;		/* a console the same QEMU drains: takes zeros */
	const char *in_path;
	long long end;		/* by io_ms(): no waiting beyond this */
	bool begun;		/* a byte has come */
	unsigned int quiet;	/* round trips since the last byte */
};

/* Returns 0, or -errno with *what the console it is about. */
int stream_open(struct stream *s, const char *in, const char *out,
		long long end, const char **what);
void stream_close(struct stream *s);

/*
 * Wait for bytes. Returns how many, 0 at the end of the file, or -errno:
 * -ETIMEDOUT if dom0's QEMU sends nothing at first or ceases to take zeros.
 */
ssize_t stream_read(struct stream *s, void *buf, size_t cap);

#endif
