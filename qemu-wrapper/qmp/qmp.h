/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef QMP_H
#define QMP_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The longest line either way, with its end. libxl gives up at 1 MiB at the
 * latest; as its buffer grows by 2n + 4096, in fact at 1,040,384 bytes
 * (libxl_qmp.c: qmp_ev_callback_readable).
 */
#define QMP_LINE_MAX ((1u << 20) - 1)

enum qmp_kind {
	QMP_BAD,	/* no QMP message: why says what is wrong */
	QMP_GREETING,
	QMP_RETURN,
	QMP_ERROR,
	QMP_EVENT
};

struct qmp_reply {
	enum qmp_kind kind;
	const char *why;	/* our words, never the peer's */
	size_t len;		/* bytes written to out, 0 unless it goes on */
	bool running;		/* a return, and as query-status says it */
};

/*
 * Judge a line from QEMU. A greeting, return or error is written to out anew,
 * so that who reads it next sees the text json-c writes and not the one an
 * attacker wrote; it ends in "\r\n", which libxl searches for.
 */
struct qmp_reply qmp_reply(const char *text, size_t len, char *out, size_t cap);

#define QMP_ID_MAX 64

enum qmp_order {
	QMP_BLANK,	/* an empty line */
	QMP_REFUSE,	/* not a command: why says what is wrong */
	QMP_PASS,
	QMP_SAVE_SOON,	/* the first thing libxl says when it is about to save
			   or to migrate: the guest still runs (libxl's
			   callback of xg_sr_save_x86_hvm.c, x86_hvm_setup) */
	QMP_SAVE	/* its reply waits for the device state */
};

struct qmp_command {
	enum qmp_order order;
	const char *why;
	char id[QMP_ID_MAX];	/* JSON text; empty if none, or too long */
};

/* Judge a line from the toolstack. */
struct qmp_command qmp_command(const char *text, size_t len);

/*
 * Write a QMP error reply with our own description: no quotes or control
 * characters. Returns its length, 0 if it does not fit.
 */
size_t qmp_refusal(const char *id, const char *desc, char *out, size_t cap);

#endif
