// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Whose lines they are and how many of them may pass. Pure: bytes and the
 * time in, lines in the queue out.
 */
#include "sources.h"

#include "wiring.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int fd;
	struct rate_limit limit;
} row[SRC_COUNT] = {
	[SRC_INIT] = { "init", LOGD_FD_INIT, { 200, 20 } },
	[SRC_DM] = { "dm-run", LOGD_FD_DM, { 400, 10 } },
	[SRC_QMPD] = { "qmpd", LOGD_FD_QMPD, { 200, 20 } },
	[SRC_HOTPLUGD] = { "hotplugd", LOGD_FD_HOTPLUGD, { 200, 20 } },
	[SRC_CRASH] = { "dm-crash", LOGD_FD_CRASH, { 50, 5 } },
};

int source_fd(enum source_id id)
{
	return row[id].fd;
}

/*
 * dm-run becomes QEMU by exec and announces it. From then on nothing on that
 * pipe passes as dm-run's, whatever it looks like; before, libraries that
 * dm-run uses may write lines without a level, and so does a QEMU whose
 * announcement was lost.
 */
static const char *line_name(struct source *s, enum source_id id)
{
	enum clean_level level = clean_level(s->clean.text, s->clean.len);
	bool ours;

	if (id != SRC_DM)
		return row[id].name;
	ours = !s->is_qemu && level != CLEAN_PLAIN;
	if (level == CLEAN_EXEC)
		s->is_qemu = true;
	return ours ? row[id].name : "qemu";
}

static void line_put(struct source *s, enum source_id id, struct outq *q,
		     const char *mark, long long now_ms)
{
	if (!s->name)
		s->name = line_name(s, id);
	if (id == SRC_DM && s->clean.len > 0)
		last_take(&s->last, s->clean.text, s->clean.len);
	if (s->clean.len > 0 && rate_take(&s->rate, &row[id].limit, now_ms))
		outq_put(q, now_ms, s->name, s->clean.text, s->clean.len,
			 mark);
}

void source_feed(struct source *s, enum source_id id, struct outq *q,
		 const char *in, size_t n, long long now_ms)
{
	size_t used;

	for (; n > 0; in += used, n -= used) {
		switch (clean_feed(&s->clean, in, n, &used)) {
		case CLEAN_MORE:
			break;
		case CLEAN_PART:
			line_put(s, id, q, "\\", now_ms);
			break;
		case CLEAN_LINE:
			line_put(s, id, q, "", now_ms);
			s->name = NULL;
			break;
		}
	}
}

void source_report(struct source *s, enum source_id id, struct outq *q,
		   long long now_ms)
{
	unsigned int lines = rate_dropped(&s->rate);
	char text[64];

	if (lines == 0)
		return;
	snprintf(text, sizeof(text), "W: %s: too fast, %u lines dropped",
		 s->is_qemu ? "qemu" : row[id].name, lines);
	outq_put(q, now_ms, "logd", text, strlen(text), "");
}

void source_flush(struct source *s, enum source_id id, struct outq *q,
		  long long now_ms)
{
	if (clean_flush(&s->clean) > 0)
		line_put(s, id, q, "", now_ms);
	s->name = NULL;
	source_report(s, id, q, now_ms);
}

void source_last(const struct source *dm, struct outq *q, long long now_ms)
{
	char text[CLEAN_MAX];
	size_t len = last_line(&dm->last, text, sizeof(text));

	if (len > 0)
		outq_put(q, now_ms, "logd", text, len, "");
}
