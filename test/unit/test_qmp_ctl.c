// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/ctl.c qemu-wrapper/qmp/watch.c init/lib/num.c init/lib/words.c qemu-wrapper/qmp/line.c qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c init/lib/sock.c init/lib/log.c test/unit/qmp_fake_monitor.c libs: -ljson-c */
/* Media from hotplugd reach QEMU as descriptors, in order, one at a time. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/ctl.h"
#include "init/lib/sock.h"
#include "init/lib/wiring.h"
#include "qmp_fake.h"

#define GREETING "{\"QMP\":{}}\r\n"
#define CAPS "{\"execute\":\"qmp_capabilities\"}\r\n"
#define OK "{\"return\":{\"fdset-id\":2,\"fd\":9}}\r\n"
#define EVENT "{\"event\":\"DEVICE_TRAY_MOVED\"}\r\n"

static struct ctl ctl;
static int monitor, qemu = -1, hotplug;
static char path[64], got[4096];

static void steps(void)
{
	struct pollfd p[2];
	int i, n = 1;

	for (i = 0; i < 100 && n; i++) {
		p[0].events = ctl_hotplug_events(&ctl);
		p[0].fd = p[0].events ? ctl.hotplug : -1;
		p[1].events = ctl_sock_events(&ctl);
		p[1].fd = ctl.sock;
		n = poll(p, 2, 0);
		ctl_step(&ctl, p[0].fd >= 0 ? p[0].revents : 0,
			 p[1].fd >= 0 ? p[1].revents : 0);
	}
}

static int setup(void **state)
{
	int pair[2];

	(void)state;
	monitor = fake_monitor(path, 4);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0,
				    pair), 0);
	hotplug = pair[1];
	memset(&ctl, 0, sizeof(ctl));
	ctl_init(&ctl, pair[0], path);
	ctl.running = true;	/* but for the tests of that */
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	while (ctl.jobs)
		close(ctl.job[--ctl.jobs].fd);
	if (ctl.sock >= 0)
		close(ctl.sock);
	if (ctl.hotplug >= 0)
		close(ctl.hotplug);
	if (qemu >= 0)
		close(qemu);
	qemu = -1;
	close(hotplug);
	fake_monitor_end(monitor, path);
	return 0;
}

static int give(unsigned int devid)
{
	struct hotplug_msg msg = { .devid = devid };
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	ssize_t n = sock_write(hotplug, &msg, sizeof(msg), fd);

	close(fd);
	return n == sizeof(msg) ? 0 : -1;
}

static void say(const char *s)
{
	assert_int_equal(send(qemu, s, strlen(s), MSG_NOSIGNAL), strlen(s));
	steps();
}

static void hear(const char *want)
{
	ssize_t n;

	steps();
	n = recv(qemu, got, sizeof(got) - 1, 0);
	got[n < 0 ? 0 : n] = '\0';
	assert_string_equal(got, want);
}

/* An add-fd with its descriptor. */
static void hear_add(unsigned int devid)
{
	char want[128];
	int fd, len;

	steps();
	len = snprintf(want, sizeof(want), "{\"execute\":\"add-fd\","
		       "\"arguments\":{\"opaque\":\"stub-devid:%u\"}}\r\n",
		       devid);
	fd = sock_read_fd(qemu, got, (size_t)len);
	assert_true(fd >= 0);
	close(fd);
	got[len] = '\0';
	assert_string_equal(got, want);
}

static void greeted(void)
{
	steps();
	if (qemu >= 0)
		close(qemu);
	qemu = fake_accept(monitor);
	assert_true(qemu >= 0);
	hear("");
	say(GREETING);
	hear(CAPS);
	say("{\"return\": {}}\r\n");
}

static void media_in_turn(void **state)
{
	unsigned int i;

	(void)state;
	assert_int_equal(fake_accept(monitor), -1);	/* lazily */
	steps();
	for (i = 0; i < 20; i++)
		assert_int_equal(give(5632 + i), 0);
	greeted();
	for (i = 0; i < 20; i++) {
		hear_add(5632 + i);
		hear("");
		say(EVENT);
		hear("");
		say(OK);
	}
	hear("");
	assert_int_equal(ctl.jobs, 0);
	say(EVENT EVENT);
	assert_int_equal(give(4294967295u), 0);		/* same connection */
	hear_add(4294967295u);
	say("{\"error\": {}}\r\n");
	assert_int_equal(ctl.jobs, 0);
	assert_int_equal(ctl.state, CTL_IDLE);
}

static const char *const bad[] = {
	OK, GREETING, "junk\r\n", "[]\r\n", OK OK,
};

static void hostile(void **state)
{
	static char flood[CTL_LINE + 1];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(give(1), 0);
		greeted();
		hear_add(1);
		say(OK);
		say(bad[i]);
		assert_int_equal(ctl.sock, -1);
		assert_int_equal(ctl.state, CTL_CLOSED);
	}
	assert_int_equal(give(1), 0);
	assert_int_equal(give(2), 0);
	greeted();
	memset(flood, 'x', CTL_LINE);
	say(flood);
	assert_int_equal(ctl.jobs, 1);	/* the second, on a new connection */
	greeted();
	hear_add(2);
}

static void bad_at_each_stage(void **state)
{
	(void)state;
	assert_int_equal(give(1), 0);
	assert_int_equal(give(2), 0);
	assert_int_equal(give(3), 0);
	steps();
	qemu = fake_accept(monitor);
	say(OK);			/* no greeting: 1 is lost */
	close(qemu);
	qemu = fake_accept(monitor);
	say(GREETING);
	say("{\"error\":{}}\r\n");	/* no capabilities: 2 is lost */
	greeted();
	hear_add(3);
}

static void qemu_ends(void **state)
{
	(void)state;
	assert_int_equal(give(1), 0);
	greeted();
	hear_add(1);
	close(qemu);
	qemu = -1;
	steps();
	assert_int_equal(ctl.jobs, 0);
	assert_int_equal(give(2), 0);
	greeted();
	hear_add(2);
}

static void wrong_messages(void **state)
{
	struct hotplug_msg msg[2] = { { 1 }, { 2 } };
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(sock_write(hotplug, msg, sizeof(msg[0]), -1),
			 sizeof(msg[0]));
	assert_int_equal(sock_write(hotplug, msg, sizeof(msg), fd),
			 sizeof(msg));
	assert_int_equal(sock_write(hotplug, msg, 1, fd), 1);
	close(fd);
	steps();
	assert_int_equal(ctl.jobs, 0);
	assert_true(ctl.hotplug >= 0);
	assert_int_equal(give(3), 0);
	greeted();
	hear_add(3);
	shutdown(hotplug, SHUT_WR);
	steps();
	assert_int_equal(ctl.hotplug, -1);
}

static void qemu_absent(void **state)
{
	char absent[80];

	(void)state;
	snprintf(absent, sizeof(absent), "%s-absent", path);
	ctl.path = absent;
	assert_int_equal(give(1), 0);
	steps();
	assert_int_equal(ctl.jobs, 0);
	ctl.path = path;
	assert_int_equal(give(2), 0);
	greeted();
	hear_add(2);
}

/* Lost while a command is sent: what waits is taken up without being woken. */
static void qemu_ends_in_turn(void **state)
{
	unsigned int devid;

	(void)state;
	for (devid = 1; devid <= 3; devid++)
		assert_int_equal(give(devid), 0);
	greeted();
	hear_add(1);
	assert_int_equal(send(qemu, OK, strlen(OK), 0), strlen(OK));
	close(qemu);
	qemu = -1;
	ctl_step(&ctl, 0, POLLIN);	/* the reply, and 2 cannot be sent */
	assert_int_equal(ctl.jobs, 1);
	assert_int_equal(ctl_timeout(&ctl, 0), 0);
	greeted();
	assert_int_equal(ctl_timeout(&ctl, 0), -1);
	hear_add(3);
}

/* The watchdog connects by itself, asks when idle, and takes any message. */
static void watched(void **state)
{
	(void)state;
	watch_start(&ctl.watch, 4);
	ctl.now_ms = 1000;
	greeted();
	ctl.now_ms = 2000;
	hear("{\"execute\":\"query-status\"}\r\n");
	ctl.now_ms = 2500;
	say("{\"return\":{\"status\":\"paused\"}}\r\n");
	ctl.now_ms = 2999;
	hear("");
	assert_int_equal(give(7), 0);
	ctl.now_ms = 3000;
	hear_add(7);
	say(OK);
	ctl.now_ms = 4000;
	hear("{\"execute\":\"query-status\"}\r\n");
	for (ctl.now_ms = 5000; ctl.now_ms < 8000; ctl.now_ms += 1000) {
		steps();
		assert_false(watch_hung(&ctl.watch));
	}
	steps();
	assert_true(watch_hung(&ctl.watch));
}

/* A greeting is no sign of life, so its clock does not run yet. */
static void watched_from_the_first_reply(void **state)
{
	(void)state;
	watch_start(&ctl.watch, 4);
	steps();
	qemu = fake_accept(monitor);
	say(GREETING);
	hear(CAPS);
	for (ctl.now_ms = 0; ctl.now_ms < 20000; ctl.now_ms += 1000)
		steps();
	assert_false(watch_hung(&ctl.watch));
	say("{\"return\": {}}\r\n");
	for (; ctl.now_ms < 25000; ctl.now_ms += 1000)
		steps();
	assert_true(watch_hung(&ctl.watch));
}

#define STATUS "{\"execute\":\"query-status\"}\r\n"
#define RUNS "{\"return\":{\"status\":\"running\",\"running\":true}}\r\n"
#define WAITS "{\"return\":{\"status\":\"inmigrate\",\"running\":false}}\r\n"

static void told(int want)
{
	char byte[2];

	assert_int_equal(recv(hotplug, byte, sizeof(byte), MSG_DONTWAIT), want);
}

/* hotplugd is told once, when QEMU says so and not before. */
static void runs(void **state)
{
	(void)state;
	ctl.running = false;
	greeted();
	hear(STATUS);
	say(WAITS);
	hear("");
	told(-1);
	say(EVENT EVENT);
	hear(STATUS);
	say(EVENT);		/* in between: once more */
	hear("");
	say(WAITS);
	hear(STATUS);
	say(RUNS);
	told(1);
	say(EVENT);
	hear("");
	told(-1);
	assert_int_equal(give(1), 0);	/* and media as ever */
	hear_add(1);
}

static const char *const not_running[] = {
	"{\"return\":{\"running\":1}}\r\n", "{\"return\":{}}\r\n",
	"{\"return\":\"running\"}\r\n", "{\"return\":[true]}\r\n",
	"{\"error\":{\"running\":true}}\r\n",
	"{\"running\":true,\"return\":{}}\r\n",
};

/* Whatever QEMU does, the number of connections is bounded. */
static void runs_hostile(void **state)
{
	size_t i;
	int n;

	(void)state;
	ctl.running = false;
	greeted();
	for (i = 0; i < sizeof(not_running) / sizeof(not_running[0]); i++) {
		hear(STATUS);
		say(not_running[i]);
		told(-1);
		hear("");
		say(EVENT);
	}
	for (n = 0; qemu >= 0 && n < 100; n++) {
		close(qemu);
		steps();
		qemu = fake_accept(monitor);
	}
	assert_in_range(n, 2, 50);
	told(-1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(media_in_turn), TEST(hostile), TEST(bad_at_each_stage),
		TEST(qemu_ends), TEST(wrong_messages), TEST(qemu_absent),
		TEST(qemu_ends_in_turn), TEST(watched),
		TEST(watched_from_the_first_reply), TEST(runs),
		TEST(runs_hostile),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_ctl", tests, NULL, NULL);
}
