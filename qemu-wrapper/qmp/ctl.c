// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Media for QEMU: hotplugd opens, we pass on, by add-fd over a monitor of our
 * own with the opaque libxl looks for (libxl_disk.c: "stub-devid:%d"). QEMU
 * chooses the fdset. One command at a time; a fault of QEMU's costs the medium
 * under way and the connection, the next medium gets a new one.
 *
 * Before that, the same monitor says when QEMU runs (restoring: when the state
 * is loaded), which hotplugd tells the toolstack. Any event can mean that it
 * has changed: RESUME, for one.
 */
#include "ctl.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "sock.h"
#include "wiring.h"
#include "qmp.h"

#define FAULTS_LOGGED 20	/* and tried again, while QEMU does not run */

void ctl_init(struct ctl *c, int hotplug, const char *path)
{
	c->hotplug = hotplug;
	c->path = path;
	c->sock = -1;
	c->state = CTL_CLOSED;
	c->jobs = 0;
	line_init(&c->rep, c->rep_buf, sizeof(c->rep_buf));
}

static void job_done(struct ctl *c)
{
	if (c->job[0].fd >= 0)
		close(c->job[0].fd);
	c->jobs--;
	memmove(c->job, c->job + 1, c->jobs * sizeof(c->job[0]));
}

static void monitor_lost(struct ctl *c, const char *why)
{
	if (c->faults++ < FAULTS_LOGGED)
		log_w("QEMU control monitor: connection closed: %s", why);
	if (c->sock >= 0)
		close(c->sock);
	c->sock = -1;
	c->state = CTL_CLOSED;
	c->cmd_len = 0;
	line_reset(&c->rep);
	if (c->jobs == 0)
		return;
	log_e("medium of drive %u: not given to QEMU", c->job[0].devid);
	job_done(c);
}

static void hotplug_read(struct ctl *c)
{
	struct hotplug_msg msg;
	int fd = sock_read_fd(c->hotplug, &msg, sizeof(msg));

	if (fd >= 0) {
		c->job[c->jobs].devid = msg.devid;
		c->job[c->jobs].fd = fd;
		c->jobs++;
		return;
	}
	if (fd == -EAGAIN)
		return;
	log_w("hotplugd: message dropped: %s", strerror(-fd));
	if (fd == -EPROTO)
		return;
	close(c->hotplug);
	c->hotplug = -1;
}

static void monitor_open(struct ctl *c)
{
	int sock = sock_connect(c->path);

	if (sock < 0) {
		monitor_lost(c, strerror(-sock));
		return;
	}
	c->sock = sock;
	c->state = CTL_GREETING;
}

/* The next command: what comes after "execute", and the state that awaits it. */
static void cmd_queue(struct ctl *c, enum ctl_state state, const char *what)
{
	int len = snprintf(c->cmd, sizeof(c->cmd), "{\"execute\":%s}\r\n",
			   what);

	c->cmd_len = (size_t)len;	/* below 100: fits */
	c->cmd_off = 0;
	c->state = state;
}

static void caps_queue(struct ctl *c)
{
	cmd_queue(c, CTL_CAPS, "\"qmp_capabilities\"");
}

static void ping_queue(struct ctl *c)
{
	cmd_queue(c, CTL_PING, "\"query-status\"");
}

static void add_queue(struct ctl *c)
{
	char what[80];

	(void)snprintf(what, sizeof(what), "\"add-fd\",\"arguments\":"
		       "{\"opaque\":\"stub-devid:%u\"}", c->job[0].devid);
	cmd_queue(c, CTL_ADD, what);
}

/* A command under way is as good a question. */
static void ask(struct ctl *c)
{
	if (c->state == CTL_CLOSED)
		monitor_open(c);
	else if (c->state == CTL_IDLE && c->jobs == 0)
		ping_queue(c);
}

static void cmd_send(struct ctl *c)
{
	struct ctl_job *job = &c->job[0];
	ssize_t n;
	int fd;

	/* The descriptor goes with the first byte, once. */
	fd = c->state == CTL_ADD && c->cmd_off == 0 ? job->fd : -1;
	n = sock_write(c->sock, c->cmd + c->cmd_off, c->cmd_len - c->cmd_off,
		       fd);
	if (n < 0) {
		monitor_lost(c, strerror((int)-n));
		return;
	}
	c->cmd_off += (size_t)n;
	if (n == 0 || fd < 0)
		return;
	close(job->fd);
	job->fd = -1;
}

static void add_done(struct ctl *c, enum qmp_kind kind)
{
	if (kind == QMP_RETURN)
		log_i("medium of drive %u: given to QEMU", c->job[0].devid);
	else
		log_e("medium of drive %u: refused by QEMU", c->job[0].devid);
	job_done(c);
	c->state = CTL_IDLE;
}

/* The byte says it, whatever its value. It waits for a hotplugd that is not. */
static void running_tell(struct ctl *c)
{
	if (c->running || c->hotplug < 0)
		return;
	if (sock_write(c->hotplug, "", 1, -1) != 1)
		log_e("hotplugd: not told that QEMU runs");
	c->running = true;
}

/* Act on one message. Returns NULL, or why the connection ends. */
static const char *reply_act(struct ctl *c, enum qmp_kind kind)
{
	bool all_sent = c->cmd_off == c->cmd_len;

	switch (c->state) {
	case CTL_GREETING:
		if (kind != QMP_GREETING)
			return "no greeting";
		caps_queue(c);
		return NULL;
	case CTL_CAPS:
		if (kind != QMP_RETURN || !all_sent)
			return "no return";
		c->state = CTL_IDLE;
		c->changed = true;
		return NULL;
	case CTL_ADD:
		if (kind == QMP_GREETING || !all_sent)
			return "no reply";
		add_done(c, kind);
		return NULL;
	case CTL_PING:
		if (kind == QMP_GREETING || !all_sent)
			return "no reply";
		c->state = CTL_IDLE;
		return NULL;
	case CTL_CLOSED:
	case CTL_IDLE:
		break;
	}
	return "a reply nobody asked for";
}

static void reply_take(struct ctl *c, size_t len)
{
	struct qmp_reply r = qmp_reply(c->rep.buf, len, c->out, sizeof(c->out));

	line_drop(&c->rep, len);
	if (r.kind != QMP_BAD && r.kind != QMP_GREETING)
		watch_heard(&c->watch);
	if (r.kind == QMP_EVENT) {
		c->changed = true;
		return;
	}
	if (c->state == CTL_PING && r.running)
		running_tell(c);
	if (r.kind != QMP_BAD)
		r.why = reply_act(c, r.kind);
	if (r.why)
		monitor_lost(c, r.why);
}

static void monitor_read(struct ctl *c)
{
	size_t room, len;
	char *space = line_space(&c->rep, &room);
	enum line_status st;
	ssize_t n;

	n = sock_read(c->sock, space, room);
	if (n < 0) {
		monitor_lost(c, n == -ECONNRESET ? "by QEMU" :
			     strerror((int)-n));
		return;
	}
	line_added(&c->rep, (size_t)n);
	while ((st = line_first(&c->rep, &len)) == LINE_OK)
		reply_take(c, len);
	if (st == LINE_LONG)
		monitor_lost(c, "a line too long");
}

/* Does QEMU run? Asked when it is new, and when something has happened. */
static void running_ask(struct ctl *c)
{
	if (c->state == CTL_CLOSED && c->faults < FAULTS_LOGGED)
		monitor_open(c);
	if (c->state != CTL_IDLE || !c->changed)
		return;
	c->changed = false;
	ping_queue(c);
}

void ctl_step(struct ctl *c, short hotplug, short sock)
{
	if (hotplug && c->jobs < CTL_JOBS)
		hotplug_read(c);
	if (c->sock >= 0 && (sock & (POLLIN | POLLHUP | POLLERR)))
		monitor_read(c);
	while (c->jobs && c->state == CTL_CLOSED)
		monitor_open(c);	/* a failure costs a job */
	if (watch_due(&c->watch, c->now_ms))
		ask(c);
	if (c->jobs && c->state == CTL_IDLE)
		add_queue(c);
	if (!c->running)
		running_ask(c);
	if (c->sock >= 0 && c->cmd_off < c->cmd_len)
		cmd_send(c);
}

short ctl_hotplug_events(const struct ctl *c)
{
	return c->hotplug >= 0 && c->jobs < CTL_JOBS ? POLLIN : 0;
}

short ctl_sock_events(const struct ctl *c)
{
	if (c->sock < 0)
		return 0;
	return c->cmd_off < c->cmd_len ? POLLIN | POLLOUT : POLLIN;
}

int ctl_timeout(const struct ctl *c, long long now_ms)
{
	if (c->jobs && c->state == CTL_CLOSED)
		return 0;	/* lost in the last step: the next opens it */
	return watch_timeout(&c->watch, now_ms);
}
