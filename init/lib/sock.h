/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOCK_H
#define SOCK_H

#include <stddef.h>
#include <sys/types.h>

/* Connect to the listening UNIX socket at path. Returns an fd, or -errno. */
int sock_connect(const char *path);

/*
 * Non-blocking, one system call. Return the bytes moved, 0 if none can be now,
 * or -errno; sock_read() returns -ECONNRESET at the end of the stream.
 * fd >= 0 goes along with the first byte.
 */
ssize_t sock_read(int sock, void *buf, size_t n);
ssize_t sock_write(int sock, const void *buf, size_t n, int fd);

/*
 * Receive one datagram of exactly n bytes with exactly one descriptor, which
 * is the caller's. Returns the descriptor, or -errno: -EAGAIN if there is none
 * now, -ECONNRESET at the end, -EPROTO if it was anything else.
 */
int sock_read_fd(int sock, void *buf, size_t n);

#endif
