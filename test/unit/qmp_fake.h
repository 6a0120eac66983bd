/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QMP_FAKE_H
#define QMP_FAKE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Stand-ins for both sides of the relay: dom0's vchan client, as plain memory
 * in place of vchan.c, and QEMU's monitor, as a listening socket.
 */
struct vchan {
	unsigned int live;
	bool srv_live;
	char *in;		/* to the server */
	size_t in_len, in_off, in_step;	/* bytes given out in one read */
	char *ring;		/* to the client, not taken yet */
	size_t ring_len, ring_size;
	size_t blanked;
};

extern struct vchan fake_vchan;

void fake_reset(void);
void fake_connect(void);
void fake_leave(void);
void fake_send(const void *text, size_t len);
/* Take up to n bytes out of the ring. */
size_t fake_take(char *buf, size_t n);

/* A monitor listening in a new folder. Returns the socket; path is set. */
int fake_monitor(char path[64], int backlog);
void fake_monitor_end(int sock, const char *path);
/* The next connection, non-blocking, or -1. */
int fake_accept(int sock);

#endif
