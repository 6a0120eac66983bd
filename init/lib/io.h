/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef IO_H
#define IO_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Read a whole small file into buf and NUL-terminate it.
 * Returns the length, or -errno; -EFBIG if it does not fit with its NUL.
 */
ssize_t io_read_file(const char *path, char *buf, size_t cap);

/*
 * Write all of buf. Returns 0, or -errno; -EAGAIN with part of it written, where
 * the descriptor does not block.
 */
int io_write_all(int fd, const void *buf, size_t len);

/* Milliseconds since boot (CLOCK_BOOTTIME): the time stamp of the log. */
long long io_ms(void);

#endif
