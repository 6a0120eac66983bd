/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef WAIT_H
#define WAIT_H

/* Wakes up whenever the kernel announces a device, until an end. */
struct wait {
	int fd;			/* kernel uevents */
	long long end;		/* by io_ms(): no waiting beyond this */
};

/*
 * Start listening, to be called before the first look at a device: what
 * appears between a look and wait_event() is then not missed.
 * 0, or -errno.
 */
int wait_open(struct wait *w, long long end);

/* Sleep until something happened. 0, -ETIMEDOUT, or -errno. */
int wait_event(const struct wait *w);

void wait_close(struct wait *w);

#endif
