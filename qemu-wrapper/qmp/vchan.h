/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VCHAN_H
#define VCHAN_H

#include <stdbool.h>
#include <stddef.h>

/* The server end of a vchan whose clients come and go. Nothing here blocks. */
struct vchan;
struct libxenvchan;

/*
 * Offer device-model/<target>/qmp-vchan to dom0. For the life of the process;
 * the kernel tells the client when it ends. NULL with errno set on failure.
 */
struct vchan *vchan_open(unsigned int target);

/* Use a ring that is there already. NULL if out of memory. */
struct vchan *vchan_wrap(struct libxenvchan *ctrl);

/* Readable when anything may have changed; then vchan_event(), then look. */
int vchan_fd(const struct vchan *v);
void vchan_event(struct vchan *v);

/* cli_live: peer.h has the values. */
unsigned int vchan_live(const struct vchan *v);

/* Mark the client as served. False if it has gone again. */
bool vchan_accept(struct vchan *v);

/* The client has gone. Drop what it left for us to read. */
void vchan_drop(struct vchan *v);

/* How much it has not read; and turn that into white space. */
size_t vchan_unread(const struct vchan *v);
void vchan_blank(struct vchan *v);

/* Show the client a closed ring; and an open one again, for the next. */
void vchan_hangup(struct vchan *v);
void vchan_reopen(struct vchan *v);

/*
 * Move up to n bytes. Returns how many; an event follows when there is more to
 * be read, or more room, provided that fewer than n were moved.
 */
size_t vchan_read(struct vchan *v, void *buf, size_t n);
size_t vchan_write(struct vchan *v, const void *buf, size_t n);

/* Is there something to be read? */
bool vchan_readable(struct vchan *v);

#endif
