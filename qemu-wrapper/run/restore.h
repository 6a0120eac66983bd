/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RESTORE_H
#define RESTORE_H

#include "why.h"

/*
 * Start to carry the saved state from the console tty to a pipe, in a process
 * of its own that ends with the pipe. On success *fd is the pipe's read end
 * (close-on-exec).
 */
enum verdict restore_start(const char *tty, int *fd, struct why *why);

#endif
