// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/vchan.c qemu-wrapper/qmp/session.c qemu-wrapper/qmp/peer.c qemu-wrapper/qmp/line.c qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c qemu-wrapper/qmp/save.c qemu-wrapper/qmp/pci.c init/lib/hvc.c init/lib/state.c init/lib/sock.c init/lib/log.c test/unit/qmp_fake_monitor.c libs: -ljson-c -lxenvchan */
/*
 * The relay over Xen's own libxenvchan, both ends in this process: the rings
 * are plain memory, the event channel is a pair of eventfds.
 */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include <libxenvchan.h>

#include "qemu-wrapper/qmp/peer.h"
#include "qemu-wrapper/qmp/session.h"
#include "qemu-wrapper/qmp/vchan.h"
#include "qmp_fake.h"

#define GREETING "{\"QMP\":{}}\r\n"
#define CONT "{\"execute\":\"cont\",\"id\":1}\r\n"
#define DEADLINE_MS 20000
#define OUT_ORDER 14

/* The event channel: libxenvchan's calls meet these instead of libxenevtchn. */
struct xenevtchn_handle {
	int fd;
	struct xenevtchn_handle *other;
};

int xenevtchn_fd(xenevtchn_handle *h)
{
	return h->fd;
}

int xenevtchn_notify(xenevtchn_handle *h, evtchn_port_t port)
{
	(void)port;
	return eventfd_write(h->other->fd, 1);
}

xenevtchn_port_or_error_t xenevtchn_pending(xenevtchn_handle *h)
{
	eventfd_t n;

	return eventfd_read(h->fd, &n) < 0 ? -1 : 1;
}

int xenevtchn_unmask(xenevtchn_handle *h, evtchn_port_t port)
{
	(void)h;
	(void)port;
	return 0;
}

static union {
	struct vchan_interface ring;
	char room[4096];
} page;
static char left[4096], right[1 << OUT_ORDER];
static struct xenevtchn_handle evt[2];
static struct libxenvchan srv, cli;
static struct vchan *vchan;

static void ring_make(void)
{
	memset(&page, 0, sizeof(page));
	page.ring.cli_live = LIVE_NEVER;
	page.ring.srv_live = 1;
	page.ring.cli_notify = VCHAN_NOTIFY_WRITE;
	evt[0] = (struct xenevtchn_handle) { eventfd(0, EFD_NONBLOCK), &evt[1] };
	evt[1] = (struct xenevtchn_handle) { eventfd(0, EFD_NONBLOCK), &evt[0] };
	srv = (struct libxenvchan) { .ring = &page.ring, .is_server = 1,
		.blocking = 1, .event = &evt[0],
		.read = { &page.ring.left, left, 12 },
		.write = { &page.ring.right, right, OUT_ORDER } };
	cli = (struct libxenvchan) { .ring = &page.ring, .event = &evt[1],
		.read = { &page.ring.right, right, OUT_ORDER },
		.write = { &page.ring.left, left, 12 } };
	vchan = vchan_wrap(&srv);
	assert_int_equal(srv.blocking, 0);
}

static void ring_end(void)
{
	close(evt[0].fd);
	close(evt[1].fd);
	free(vchan);
}

/* As libxenvchan_client_init() and _close() do it; close stores 0 twice. */
static void cli_connect(void)
{
	__atomic_store_n(&page.ring.cli_live, 1, __ATOMIC_SEQ_CST);
	page.ring.srv_notify = VCHAN_NOTIFY_WRITE;
	xenevtchn_notify(cli.event, 1);
}

static void cli_close(void)
{
	__atomic_store_n(&page.ring.cli_live, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&page.ring.cli_live, 0, __ATOMIC_SEQ_CST);
	xenevtchn_notify(cli.event, 1);
}

static void accept_only_new(void **state)
{
	unsigned int live;

	(void)state;
	ring_make();
	for (live = 0; live < 256; live++) {
		page.ring.cli_live = (uint8_t)live;
		assert_int_equal(vchan_accept(vchan), live == LIVE_NEW);
		assert_int_equal(vchan_live(vchan),
				 live == LIVE_NEW ? LIVE_SERVED : live);
	}
	ring_end();
}

static void write_only_to_served(void **state)
{
	(void)state;
	ring_make();
	assert_int_equal(vchan_write(vchan, "x", 1), 0);
	cli_connect();
	assert_int_equal(vchan_write(vchan, "x", 1), 0);
	assert_true(vchan_accept(vchan));
	assert_int_equal(vchan_write(vchan, "x", 1), 1);
	cli_close();
	assert_int_equal(vchan_write(vchan, "x", 1), 0);
	assert_int_equal(page.ring.right.prod, 1);
	ring_end();
}

/* At every place of the indices, their wrapping round included. */
static void clean_at(uint32_t at, size_t out, size_t in)
{
	static char buf[sizeof(right)];
	size_t i;

	ring_make();
	page.ring.right.prod = page.ring.right.cons = at;
	page.ring.left.prod = page.ring.left.cons = at;
	cli_connect();
	assert_true(vchan_accept(vchan));
	memset(buf, 'o', sizeof(buf));
	assert_int_equal(vchan_write(vchan, buf, out), out);
	assert_int_equal(libxenvchan_write(&cli, buf, in), in);
	cli_close();
	assert_int_equal(vchan_unread(vchan), out);
	vchan_drop(vchan);
	vchan_blank(vchan);
	assert_false(vchan_readable(vchan));
	cli_connect();
	assert_true(vchan_accept(vchan));
	if (out < sizeof(right))
		assert_int_equal(vchan_write(vchan, "g", 1), 1);
	assert_int_equal(libxenvchan_read(&cli, buf, out), out);
	for (i = 0; i < out; i++)
		assert_int_equal(buf[i], ' ');
	if (out < sizeof(right))
		assert_int_equal(libxenvchan_read(&cli, buf, 9), 1);
	assert_int_equal(libxenvchan_write(&cli, "c", 1), 1);
	assert_int_equal(vchan_read(vchan, buf, 9), 1);
	assert_int_equal(buf[0], 'c');
	ring_end();
}

static void clean_leaves_nothing(void **state)
{
	static const uint32_t at[] = { 0, 1, 4095, 16383, UINT32_MAX - 100 };
	static const size_t n[] = { 0, 1, 512, 4096 };
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		for (j = 0; j < sizeof(n) / sizeof(n[0]); j++)
			clean_at(at[i], n[j] * 4, n[j]);
}

static void hangup_is_seen(void **state)
{
	(void)state;
	ring_make();
	cli_connect();
	assert_true(vchan_accept(vchan));
	vchan_hangup(vchan);
	assert_int_equal(libxenvchan_wait(&cli), 0);
	assert_int_equal(libxenvchan_is_open(&cli), 0);
	vchan_reopen(vchan);
	assert_int_equal(libxenvchan_is_open(&cli), 1);
	ring_end();
}

/* The races: server, QEMU and client each in a thread of its own. */
static struct session session;
static struct save save;
static int monitor;
static char path[64];
static atomic_int stop;

static void *serve(void *arg)
{
	struct pollfd p[2];

	(void)arg;
	while (!stop) {
		p[0] = (struct pollfd) { vchan_fd(vchan), POLLIN, 0 };
		p[1].events = session_events(&session);
		p[1].fd = p[1].events ? session.qemu : -1;
		p[1].revents = 0;
		poll(p, 2, session_timeout(&session) == 0 ? 0 : 100);
		if (p[0].revents)
			vchan_event(vchan);
		session_step(&session, p[1].revents);
	}
	return NULL;
}

/* QEMU: greets, and answers each line; an event before and after. */
static void qemu_serve(int fd)
{
	static const char reply[] = "{\"event\":1}\r\n{\"return\":{},\"id\":1}"
		"\r\n{\"event\":2}\r\n";
	struct pollfd p = { fd, POLLIN, 0 };
	char c;

	send(fd, GREETING, strlen(GREETING), MSG_NOSIGNAL);
	while (!stop) {
		if (poll(&p, 1, 100) == 0)
			continue;
		if (recv(fd, &c, 1, 0) != 1)
			break;
		if (c == '\n')
			send(fd, reply, sizeof(reply) - 1, MSG_NOSIGNAL);
	}
	close(fd);
}

static void *qemu_run(void *arg)
{
	struct pollfd p = { monitor, POLLIN, 0 };

	(void)arg;
	while (!stop)
		if (poll(&p, 1, 100) > 0)
			qemu_serve(fake_accept(monitor));
	return NULL;
}

/* The next line, without the white space of those before. NULL: too late. */
static const char *cli_line(char line[256])
{
	struct pollfd p = { evt[1].fd, POLLIN, 0 };
	size_t n = 0;

	while (n < 255) {
		if (libxenvchan_read(&cli, line + n, 1) == 1) {
			if (n > 0 || line[0] != ' ')
				n++;
			if (n > 1 && line[n - 1] == '\n')
				break;
			continue;
		}
		if (libxenvchan_data_ready(&cli))
			continue;
		if (poll(&p, 1, DEADLINE_MS) <= 0)
			return NULL;
		libxenvchan_wait(&cli);
	}
	line[n] = '\0';
	return line;
}

static void cli_session(int i)
{
	char line[256];
	const char *s;
	int j;

	cli_connect();
	s = cli_line(line);
	if (!s || strcmp(s, GREETING))
		fail_msg("client %d: greeting: %s", i, s ? s : "none");
	for (j = 0; j < 2; j++) {
		libxenvchan_write(&cli, CONT, strlen(CONT));
		s = cli_line(line);
		if (!s || strcmp(s, "{\"return\":{},\"id\":1}\r\n"))
			fail_msg("client %d: reply: %s", i, s ? s : "none");
	}
	cli_close();
}

static void threads_start(pthread_t t[2])
{
	ring_make();
	monitor = fake_monitor(path, 4);
	memset(&session, 0, offsetof(struct session, cmd_buf));
	save_init(&save, -1, -1, NULL);
	session_init(&session, vchan, path, &save);
	stop = 0;
	assert_int_equal(pthread_create(&t[0], NULL, serve, NULL), 0);
	assert_int_equal(pthread_create(&t[1], NULL, qemu_run, NULL), 0);
}

static void threads_end(pthread_t t[2])
{
	stop = 1;
	pthread_join(t[0], NULL);
	pthread_join(t[1], NULL);
	if (session.qemu >= 0)
		close(session.qemu);
	fake_monitor_end(monitor, path);
	ring_end();
}

static void reconnects(void **state)
{
	pthread_t t[2];
	int i;

	(void)state;
	threads_start(t);
	for (i = 0; i < 5000; i++)
		cli_session(i);
	threads_end(t);
}

/*
 * Every order of a client that comes (c), reads (r) or leaves (l), and of the
 * server that runs (s): the last client gets one greeting, whole, and nothing
 * else. It does not read before the server has seen it: vchan.c, "left open".
 */
static void order_run(const char *order)
{
	char buf[256];
	bool here = true;
	int n;

	for (; *order; order++) {
		if (*order == 's') {
			session_step(&session, session_events(&session));
		} else if (*order == 'c' && !here) {
			cli_connect();
			here = true;
		} else if (*order == 'l' && here) {
			cli_close();
			here = false;
		} else if (*order == 'r' && page.ring.cli_live == LIVE_SERVED) {
			n = libxenvchan_read(&cli, buf, 7);
			assert_true(n >= 0);
		}
	}
	if (here)
		cli_close();
}

static void order_check(const char *order)
{
	char buf[256];
	int n, fd;

	ring_make();
	memset(&session, 0, offsetof(struct session, cmd_buf));
	session_init(&session, vchan, path, &save);
	/* The first client's connection is there, and QEMU has greeted. */
	cli_connect();
	session_step(&session, 0);
	fd = fake_accept(monitor);
	assert_int_equal(send(fd, GREETING, strlen(GREETING), 0),
			 strlen(GREETING));
	order_run(order);
	cli_connect();
	session_step(&session, POLLIN);
	session_step(&session, 0);
	n = libxenvchan_read(&cli, buf, sizeof(buf) - 1);
	buf[n > 0 ? n : 0] = '\0';
	if (strcmp(buf + strspn(buf, " "), GREETING))
		fail_msg("%s: %s", order, buf);
	close(fd);
	close(session.qemu);
	ring_end();
}

static void every_order(void **state)
{
	char order[7] = "";
	unsigned int i, j;

	(void)state;
	monitor = fake_monitor(path, 4);
	save_init(&save, -1, -1, NULL);
	for (i = 0; i < 1u << 12; i++) {
		for (j = 0; j < 6; j++)
			order[j] = "clrs"[i >> (2 * j) & 3];
		order_check(order);
	}
	fake_monitor_end(monitor, path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accept_only_new),
		cmocka_unit_test(write_only_to_served),
		cmocka_unit_test(clean_leaves_nothing),
		cmocka_unit_test(hangup_is_seen),
		cmocka_unit_test(reconnects),
		cmocka_unit_test(every_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_vchan", tests, NULL, NULL);
}
