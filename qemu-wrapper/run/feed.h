/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FEED_H
#define FEED_H

/*
 * A process of its own writes the file, from its beginning, to a pipe and
 * ends. Returns the pipe's read end (close-on-exec), or -errno.
 */
int feed_start(int file);

#endif
