// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One client after the other, each with a QEMU connection no command has gone
 * through. QEMU is hostile: its lines are judged and written anew (qmp.c), its
 * events dropped, a reply nobody asked for ends its connection. dom0's proxy
 * dies of SIGPIPE when data meets a socket libxl has closed, and the next
 * client would read what this one left: nothing unasked goes into the ring.
 *
 * A connection no command has gone through is kept for the next client,
 * greeting and all. So clients that only come and go, while QEMU is busy, do
 * not fill the backlog of its listening socket, of which there is no end to be
 * waited for: connect() would fail.
 *
 * One on which QEMU owes a reply to a client that has gone is kept until that
 * has come: QEMU gives a reply to whoever is connected by then (monitor/qmp.c,
 * monitor_qmp_dispatcher_co()), and the next client would take it for its own.
 *
 * What QEMU has to say and we do not read, it keeps in its own memory, without
 * a bound (monitor/monitor.c, monitor_puts). So it gets one command at a time,
 * whatever a client sends without reading the replies, and its events are read
 * and dropped while one does not read; only a save in progress makes them wait.
 */
#include "session.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "log.h"
#include "sock.h"
#include "state.h"
#include "vchan.h"

#define CHUNK 4096u
#define KEEP 65536u	/* pages of a buffer that are not given back */
#define FAULTS_LOGGED 20

static void memory_trim(struct session *s)
{
	char *buf[] = { s->cmd_buf, s->rep_buf, s->out };
	size_t i;

	/* Fails only for ranges that are not ours: nothing to be done. */
	for (i = 0; i < sizeof(buf) / sizeof(buf[0]); i++)
		(void)madvise(buf[i] + KEEP, QMP_LINE_MAX + 1 - KEEP,
			      MADV_DONTNEED);
}

void session_init(struct session *s, struct vchan *v, const char *path,
		  struct save *save)
{
	s->vchan = v;
	s->path = path;
	s->save = save;
	s->peer = PEER_NONE;
	s->qemu = -1;
	line_init(&s->cmd, s->cmd_buf, QMP_LINE_MAX);
	line_init(&s->rep, s->rep_buf, QMP_LINE_MAX);
}

/* Does the client have all that it is to have so far? */
static bool out_clear(const struct session *s)
{
	return s->out_off == s->out_len;
}

/* What QEMU has written, if anything, is no state. */
static void save_lost(struct session *s)
{
	if (s->saving)
		save_discard(s->save);
	s->saving = false;
}

static void qemu_close(struct session *s)
{
	if (s->qemu >= 0)
		close(s->qemu);
	s->qemu = -1;
	s->greeted = false;
	s->stale = false;
	s->owed = false;
	save_lost(s);
	s->send_len = 0;
	s->out_len = 0;
	s->out_off = 0;
	save_abort(s->save);
	line_reset(&s->rep);
	line_reset(&s->cmd);
	s->have_next = false;
	memory_trim(s);
}

/* QEMU's connection is of no more use; the client need not wait for it. */
static void qemu_lost(struct session *s, const char *why)
{
	if (s->faults < FAULTS_LOGGED)
		log_w("QEMU monitor: connection closed: %s%s", why,
		      s->faults == FAULTS_LOGGED - 1 ?
		      " (no more of this is logged)" : "");
	s->faults++;
	qemu_close(s);
	if (s->peer == PEER_NONE)
		vchan_blank(s->vchan);	/* the greeting kept for the next */
	if (s->peer != PEER_HERE)
		return;
	s->peer = PEER_HUNGUP;
	vchan_hangup(s->vchan);
}

static void qemu_open(struct session *s)
{
	s->fresh = true;
	s->qemu = sock_connect(s->path);
	if (s->qemu < 0)
		qemu_lost(s, strerror(-s->qemu));
}

static void client_begin(struct session *s)
{
	if (!vchan_accept(s->vchan))
		return;		/* gone again: that is another event */
	s->peer = PEER_HERE;
	if (!s->known)
		log_i("phase client: first connection");
	s->known = true;
	if (s->qemu < 0)
		qemu_open(s);
}

/* A greeting nobody has begun to read is as good for the next client. */
static void greeting_keep(struct session *s)
{
	if (vchan_unread(s->vchan) >= s->out_off)
		return;
	vchan_blank(s->vchan);
	s->out_off = 0;		/* once more */
}

static void client_end(struct session *s)
{
	s->peer = PEER_NONE;
	vchan_drop(s->vchan);
	s->have_next = false;
	if (s->qemu >= 0 && s->fresh) {
		greeting_keep(s);
		line_reset(&s->cmd);
	} else {
		s->stale = s->owed;	/* its command may yet have to be sent */
		if (!s->stale)
			qemu_close(s);
		vchan_blank(s->vchan);
	}
	vchan_reopen(s->vchan);
}

/* The reply to a client that has gone: now the next one can be served. */
static void stale_end(struct session *s)
{
	qemu_close(s);
	if (s->peer == PEER_HERE)
		qemu_open(s);
}

static void peer_follow(struct session *s)
{
	switch (peer_step(s->peer, vchan_live(s->vchan))) {
	case PEER_WAIT:
		return;
	case PEER_START:
		client_begin(s);
		return;
	case PEER_STOP:
		client_end(s);
		return;
	case PEER_REPLACE:
		client_end(s);
		client_begin(s);
		return;
	}
}

static void out_flush(struct session *s)
{
	if (s->peer != PEER_HERE || s->save->state != SAVE_IDLE)
		return;
	s->out_off += vchan_write(s->vchan, s->out + s->out_off,
				  s->out_len - s->out_off);
}

static void out_refuse(struct session *s, const char *id, const char *why)
{
	s->out_len = qmp_refusal(id, why, s->out, QMP_LINE_MAX);
	s->out_off = 0;
}

static void save_begin(struct session *s)
{
	int rc;

	s->saving = false;
	rc = save_start(s->save);
	if (rc < 0) {
		log_e("device state: not saved: %s", strerror(-rc));
		out_refuse(s, s->save_id, rc == -EFBIG ?
			   "device state too large" : "no device state");
	}
}

static void save_follow(struct session *s)
{
	int rc;

	if (s->save->state == SAVE_IDLE)
		return;
	rc = save_step(s->save);
	if (rc == -EINPROGRESS)
		return;
	if (rc == 0) {
		log_i("device state: %lld bytes saved, %llu of %u KiB used",
		      (long long)s->save->len,
		      (unsigned long long)s->save->memo->sent / 1024,
		      STATE_FILE_MAX / 1024);
		return;
	}
	log_e("device state: not saved: %s", strerror(-rc));
	out_refuse(s, s->save_id, "device state not written");
}

/* May QEMU say this now? */
static const char *reply_unasked(const struct session *s, enum qmp_kind kind)
{
	if (kind == QMP_GREETING)
		return s->greeted ? "a second greeting" : NULL;
	if (!s->greeted)
		return "no greeting";
	return s->owed ? NULL : "a reply nobody asked for";
}

static void reply_take(struct session *s, size_t len)
{
	struct qmp_reply r = qmp_reply(s->rep.buf, len, s->out, QMP_LINE_MAX);

	line_drop(&s->rep, len);
	if (r.kind == QMP_EVENT)
		return;
	if (r.kind != QMP_BAD)
		r.why = reply_unasked(s, r.kind);
	if (r.why) {
		qemu_lost(s, r.why);
		return;
	}
	if (s->stale) {
		stale_end(s);
		return;
	}
	s->out_len = r.len;
	s->out_off = 0;
	if (r.kind == QMP_GREETING)
		s->greeted = true;
	else
		s->owed = false;
	if (s->saving && r.kind == QMP_RETURN)
		save_begin(s);
	else
		save_lost(s);
}

/* The client is slow, and QEMU owes it nothing: only events may come. */
static void events_drop(struct session *s)
{
	struct qmp_reply r;
	size_t len;

	while (s->qemu >= 0 && line_first(&s->rep, &len) == LINE_OK) {
		r = qmp_reply(s->rep.buf, len, NULL, 0);
		if (r.kind == QMP_EVENT)
			line_drop(&s->rep, len);
		else
			qemu_lost(s, "a reply nobody asked for");
	}
}

static void replies_follow(struct session *s)
{
	size_t len;

	out_flush(s);
	if (!out_clear(s) && s->save->state == SAVE_IDLE)
		events_drop(s);
	while (s->qemu >= 0 && out_clear(s)) {
		switch (line_first(&s->rep, &len)) {
		case LINE_NONE:
			return;
		case LINE_LONG:
			qemu_lost(s, "a line too long");
			return;
		case LINE_OK:
			reply_take(s, len);
			out_flush(s);
			break;
		}
	}
}

static void qemu_read(struct session *s)
{
	size_t room;
	char *space = line_space(&s->rep, &room);
	ssize_t n;

	if (room == 0)
		return;
	n = sock_read(s->qemu, space, room < CHUNK ? room : CHUNK);
	if (n < 0)
		qemu_lost(s, n == -ECONNRESET ? "by QEMU" : strerror((int)-n));
	else
		line_added(&s->rep, (size_t)n);
}

/* All of the command sent? If not, wait for POLLOUT, or the end. */
static bool cmd_send(struct session *s)
{
	ssize_t n;

	if (s->send_len == 0)
		return true;
	n = sock_write(s->qemu, s->cmd.buf + s->send_off,
		       s->send_len - s->send_off, -1);
	if (n < 0) {
		qemu_lost(s, strerror((int)-n));
		return false;
	}
	s->send_off += (size_t)n;
	if (s->send_off < s->send_len)
		return false;
	line_drop(&s->cmd, s->send_len);
	s->send_len = 0;
	return true;
}

/* Refused as early as it can be: at the first word the guest still runs. */
static void save_judge(struct session *s)
{
	const char *why = NULL;

	if (s->next.order == QMP_SAVE_SOON)
		why = save_refuse_soon(s->save);
	else if (s->next.order == QMP_SAVE)
		why = save_refuse(s->save);
	if (!why)
		return;
	s->next.order = QMP_REFUSE;
	s->next.why = why;
}

/* The next command of the client's, judged; false if there is none. */
static bool cmd_judge(struct session *s, size_t *len)
{
	switch (line_first(&s->cmd, len)) {
	case LINE_NONE:
		return false;
	case LINE_LONG:
		s->next = (struct qmp_command) {
			.order = QMP_REFUSE, .why = "command too long" };
		break;
	case LINE_OK:
		if (s->have_next)
			return true;
		s->next = qmp_command(s->cmd.buf, *len);
		break;
	}
	s->have_next = true;
	save_judge(s);
	return true;
}

static void cmd_pass(struct session *s, size_t len)
{
	s->send_len = len;
	s->send_off = 0;
	s->fresh = false;
	s->owed = true;
	if (s->next.order != QMP_SAVE)
		return;
	s->saving = true;
	memcpy(s->save_id, s->next.id, sizeof(s->save_id));
}

static void cmd_refuse(struct session *s, size_t len)
{
	log_w("toolstack: command refused: %s", s->next.why);
	out_refuse(s, s->next.id, s->next.why);
	s->fresh = false;
	if (len)
		line_drop(&s->cmd, len);
	else
		line_skip(&s->cmd);
	out_flush(s);
}

/*
 * Take one command, when the one before has its reply: so a refusal keeps its
 * place among QEMU's, and the reply to a save is known. False: none now.
 */
static bool cmd_take(struct session *s)
{
	bool alone = !s->owed && s->greeted && out_clear(s) &&
		     s->save->state == SAVE_IDLE;
	size_t len;

	if (s->saving || s->qemu < 0 || !cmd_judge(s, &len))
		return false;
	if (s->next.order != QMP_BLANK && !alone)
		return false;
	s->have_next = false;
	switch (s->next.order) {
	case QMP_BLANK:
		line_drop(&s->cmd, len);
		break;
	case QMP_REFUSE:
		cmd_refuse(s, len);
		break;
	case QMP_PASS:
	case QMP_SAVE_SOON:
	case QMP_SAVE:
		cmd_pass(s, len);
		break;
	}
	return true;
}

/*
 * May more of the client's bytes be read? Also while a command waits: dom0's
 * proxy may be stuck in writing to a full ring, and then reads no replies
 * (libxenvchan_client_init() leaves ctrl->blocking as malloc() gave it).
 */
static bool cmd_wanted(const struct session *s)
{
	return s->peer == PEER_HERE && s->qemu >= 0 && !s->stale &&
	       s->send_len == 0 && s->cmd.len < s->cmd.cap;
}

static void commands_follow(struct session *s)
{
	char *space;
	size_t room;

	if (cmd_wanted(s)) {
		space = line_space(&s->cmd, &room);
		line_added(&s->cmd, vchan_read(s->vchan, space,
					       room < CHUNK ? room : CHUNK));
	}
	while (cmd_send(s) && s->peer == PEER_HERE && !s->stale && cmd_take(s))
		;
}

void session_step(struct session *s, short qemu)
{
	peer_follow(s);
	if (s->qemu >= 0 && (qemu & (POLLIN | POLLHUP | POLLERR)))
		qemu_read(s);
	save_follow(s);
	replies_follow(s);
	commands_follow(s);
}

void session_end(struct session *s)
{
	qemu_close(s);
	vchan_hangup(s->vchan);
}

short session_events(const struct session *s)
{
	short events = 0;

	if (s->qemu < 0)
		return 0;
	if (s->rep.len < s->rep.cap && s->save->state == SAVE_IDLE)
		events |= POLLIN;
	if (s->send_len)
		events |= POLLOUT;
	return events;
}

int session_timeout(struct session *s)
{
	return cmd_wanted(s) && vchan_readable(s->vchan) ? 0 : -1;
}
