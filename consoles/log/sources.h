/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SOURCES_H
#define SOURCES_H

#include "clean.h"
#include "last.h"
#include "outq.h"
#include "rate.h"

#include <stdbool.h>

enum source_id { SRC_INIT, SRC_DM, SRC_QMPD, SRC_HOTPLUGD, SRC_CRASH,
		 SRC_COUNT };

/* What is known of one source. Zero-initialise. */
struct source {
	struct clean clean;
	struct rate rate;
	const char *name;	/* of the line in the making; NULL: none yet */
	bool is_qemu;		/* the device model's pipe is QEMU's by now */
	struct last last;	/* of the device model's source */
};

/* The descriptor that a source is read from. */
int source_fd(enum source_id id);

/* Bytes have arrived: queue the lines that they complete. */
void source_feed(struct source *s, enum source_id id, struct outq *q,
		 const char *in, size_t n, long long now_ms);

/* No more will come: queue what is left and what was refused. */
void source_flush(struct source *s, enum source_id id, struct outq *q,
		  long long now_ms);

/* Queue why the device model ended by itself, if it said so. */
void source_last(const struct source *dm, struct outq *q, long long now_ms);

/* Queue how many lines were refused, if any. */
void source_report(struct source *s, enum source_id id, struct outq *q,
		   long long now_ms);

#endif
