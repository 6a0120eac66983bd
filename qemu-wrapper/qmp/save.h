/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SAVE_H
#define SAVE_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum save_state {
	SAVE_IDLE,
	SAVE_DEBT,	/* the rest of a record that was cut off, as zeros */
	SAVE_COPY,	/* the state file goes to the console */
	SAVE_TAIL,	/* then zeros, until dom0 has it */
	SAVE_DRAIN	/* then the tty's own buffer empties */
};

/*
 * What the next qmpd has to know when this one is killed at any time. Begins as
 * zeros, in memory that init keeps (QMPD_FD_MEMO).
 */
struct save_memo {
	uint64_t sent;	/* bytes in all, but for a chunk at each death */
	uint64_t debt;	/* bytes of the last record that the console lacks */
	uint32_t number;	/* of records begun */
};

struct save {
	int src;	/* the state file QEMU has written; emptied after use */
	int dst;	/* the console dom0 stores, or -1 */
	DIR *pci;	/* for pci_passed(): NULL unless the caller has set it */
	struct save_memo *memo;
	enum save_state state;
	off_t off, end;	/* of the state file: read up to, all */
	off_t len;	/* of the state */
	uint64_t zeros;	/* to be sent in SAVE_TAIL */
	uint32_t want, crc;	/* of the state: in the header, as read since */
	size_t have, sent;	/* of chunk */
	char chunk[4096];
};

/* Open dom0's save console, raw. Returns an fd, or -errno: there is none. */
int save_open(const char *path);

/* Map the memo that fd is. Returns NULL with errno set if it cannot be. */
struct save_memo *save_recall(int fd);

/* src, dst and memo stay the caller's. dst < 0: saves are refused. */
void save_init(struct save *s, int src, int dst, struct save_memo *memo);

/* Why no save can be done now, or NULL. */
const char *save_refuse(const struct save *s);

/*
 * The same for one that the guest is to be restored from. A soft reset, for
 * which the guest starts anew with its devices, does not ask.
 */
const char *save_refuse_soon(const struct save *s);

/* Empty the state file: its memory is the domain's. */
void save_discard(const struct save *s);

/* Start to copy what is in the state file. Returns 0, or -errno. */
int save_start(struct save *s);

/* What to poll dst for, and for how many ms at most (-1: for ever). */
short save_events(const struct save *s);
int save_timeout(const struct save *s);

/* One step. Returns 0 when dom0 has it all, -EINPROGRESS, or -errno. */
int save_step(struct save *s);

/* Give up what is being done, if anything. */
void save_abort(struct save *s);

#endif
