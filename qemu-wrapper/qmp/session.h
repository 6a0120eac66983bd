/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SESSION_H
#define SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "line.h"
#include "peer.h"
#include "qmp.h"
#include "save.h"

struct vchan;

/*
 * The relay between the vchan client and QEMU's monitor. Large; the caller
 * keeps one, zeroed.
 */
struct session {
	struct vchan *vchan;
	const char *path;	/* QEMU's monitor socket */
	struct save *save;

	enum peer_state peer;
	bool known;		/* there was a client before */

	int qemu;		/* connection to QEMU, or -1 */
	bool fresh;		/* no command was passed or refused: out, if
				   anything, is its greeting */
	bool greeted;		/* its greeting is, or was, in out */
	bool stale;		/* the client it is owed a reply to has gone */
	bool owed;		/* QEMU has a command to reply to */

	struct line cmd;	/* from the client */
	struct qmp_command next; /* judged; waits for its turn */
	bool have_next;
	size_t send_len, send_off; /* of cmd: the part that goes to QEMU */

	struct line rep;	/* from QEMU */
	size_t out_len, out_off; /* to the client: all of out, sent of it */
	bool saving;		/* the save command is with QEMU */
	char save_id[QMP_ID_MAX];

	unsigned int faults;	/* of QEMU's, for the log */

	/* Pages not used cost nothing; session.c gives used ones back. */
	_Alignas(4096) char cmd_buf[QMP_LINE_MAX + 1];
	_Alignas(4096) char rep_buf[QMP_LINE_MAX + 1];
	_Alignas(4096) char out[QMP_LINE_MAX + 1];
};

void session_init(struct session *s, struct vchan *v, const char *path,
		  struct save *save);

/*
 * Do all that can be done without waiting. qemu: what poll() says of s->qemu
 * (asked for session_events(); 0: do not even poll for errors).
 */
void session_step(struct session *s, short qemu);
short session_events(const struct session *s);

/*
 * QEMU is gone for good: hang up, on whoever is there and, called again after
 * an event of the vchan, on whoever comes. No session_step() after it.
 */
void session_end(struct session *s);

/* For how many ms poll() may wait for events: 0, or -1 for ever. */
int session_timeout(struct session *s);

#endif
