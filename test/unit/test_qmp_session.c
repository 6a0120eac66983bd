// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/session.c qemu-wrapper/qmp/peer.c qemu-wrapper/qmp/line.c qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c qemu-wrapper/qmp/save.c qemu-wrapper/qmp/pci.c init/lib/hvc.c init/lib/state.c init/lib/sock.c init/lib/log.c test/unit/qmp_fake.c test/unit/qmp_fake_monitor.c libs: -ljson-c */
/* The relay between stand-ins for dom0's client and for QEMU. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "init/lib/state.h"
#include "qemu-wrapper/qmp/session.h"
#include "qmp_fake.h"

#define GREETING "{\"QMP\":{\"version\":{}}}\r\n"
#define OK "{\"return\":{}}\r\n"
#define CONT "{\"execute\":\"cont\",\"id\":1}\r\n"
#define SAVE "{\"execute\":\"xen-save-devices-state\",\"id\":7}\r\n"
#define EVENT "{\"event\":\"RTC_CHANGE\"}\r\n"
#define MANY (3u << 20)

static struct session session;
static struct save save;
static struct save_memo memo;
static int monitor, qemu = -1, state_fd, console[2];
static char path[64], text[MANY], got[MANY];

static void steps(void)
{
	struct pollfd p[2];
	int i, idle = 0;

	for (i = 0; i < 100000 && idle < 3; i++) {
		p[0].fd = session_events(&session) ? session.qemu : -1;
		p[0].events = session_events(&session);
		p[1].fd = save_events(&save) ? save.dst : -1;
		p[1].events = save_events(&save);
		idle = poll(p, 2, 0) == 0 && session_timeout(&session) ?
			idle + 1 : 0;
		session_step(&session, p[0].fd >= 0 ? p[0].revents : 0);
	}
}

static int setup(void **state)
{
	(void)state;
	fake_reset();
	monitor = fake_monitor(path, 4);
	state_fd = memfd_create("state", MFD_CLOEXEC);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
				    console), 0);
	memset(&session, 0, offsetof(struct session, cmd_buf));
	memset(&memo, 0, sizeof(memo));
	save_init(&save, state_fd, console[0], &memo);
	session_init(&session, &fake_vchan, path, &save);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	if (session.qemu >= 0)
		close(session.qemu);
	if (qemu >= 0)
		close(qemu);
	qemu = -1;
	close(state_fd);
	close(console[0]);
	close(console[1]);
	fake_monitor_end(monitor, path);
	return 0;
}

static void qemu_accept(void)
{
	if (qemu >= 0)
		close(qemu);
	qemu = fake_accept(monitor);
	assert_true(qemu >= 0);
}

/* QEMU says n bytes; the client takes what comes into got from *len on. */
static void qemu_say_bytes(const char *s, size_t n, size_t *len)
{
	ssize_t put;

	do {
		put = send(qemu, s, n, MSG_NOSIGNAL);
		if (put > 0) {
			s += put;
			n -= (size_t)put;
		}
		steps();
		*len += fake_take(got + *len, sizeof(got) - *len);
	} while (n && (put >= 0 || errno == EAGAIN));
	while (fake_vchan.ring_len || session.out_off < session.out_len) {
		if (session.peer != PEER_HERE || save.state != SAVE_IDLE)
			break;
		steps();
		*len += fake_take(got + *len, sizeof(got) - *len);
	}
}

static void qemu_say(const char *s)
{
	size_t len = 0;

	qemu_say_bytes(s, strlen(s), &len);
	got[len] = '\0';
}

/* What QEMU has heard, into got. */
static size_t qemu_hear(void)
{
	size_t len = 0;
	ssize_t n;

	do {
		steps();
		n = recv(qemu, got + len, sizeof(got) - 1 - len, 0);
		if (n > 0)
			len += (size_t)n;
	} while (n > 0);
	got[len] = '\0';
	return len;
}

static void client_say(const char *s)
{
	fake_send(s, strlen(s));
	steps();
}

/* A client that has its greeting. */
static void client_greeted(void)
{
	fake_connect();
	steps();
	qemu_accept();
	qemu_say(GREETING);
	assert_string_equal(got, GREETING);
}

static void assert_hungup(void)
{
	assert_false(fake_vchan.srv_live);
	assert_int_equal(session.qemu, -1);
	fake_leave();
	steps();
	assert_true(fake_vchan.srv_live);
	client_greeted();
}

static void one_command(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
	qemu_say(EVENT "{\"return\": {}, \"id\": 1}\r\n" EVENT);
	assert_string_equal(got, "{\"return\":{},\"id\":1}\r\n");
	qemu_say(EVENT EVENT);
	assert_string_equal(got, "");
}

/* Both directions in pieces of every size, through rings of every size. */
static void split_everywhere(void **state)
{
	static const char many[] = EVENT "{\"return\":{},\"id\":1}\r\n" EVENT;
	size_t step, i, n, len;

	(void)state;
	client_greeted();
	for (step = 1; step < sizeof(many); step++) {
		fake_vchan.in_step = step;
		fake_vchan.ring_size = step;
		client_say(CONT);
		qemu_hear();
		assert_string_equal(got, CONT);
		len = 0;
		for (i = 0; i < sizeof(many) - 1; i += n) {
			n = sizeof(many) - 1 - i;
			n = n < step ? n : step;
			qemu_say_bytes(many + i, n, &len);
		}
		got[len] = '\0';
		assert_string_equal(got, "{\"return\":{},\"id\":1}\r\n");
	}
}

/* A line of n bytes in all: head, x..., tail. */
static void line_make(const char *head, const char *tail, size_t n)
{
	memset(text, 'x', n);
	memcpy(text, head, strlen(head));
	memcpy(text + n - strlen(tail), tail, strlen(tail));
	text[n] = '\0';
}

static void longest_reply(void **state)
{
	size_t len = 0;

	(void)state;
	client_greeted();
	client_say(CONT);
	line_make("{\"return\":\"", "\"}\r\n", QMP_LINE_MAX);
	qemu_say_bytes(text, QMP_LINE_MAX, &len);
	assert_int_equal(len, QMP_LINE_MAX);
	assert_memory_equal(got, text, QMP_LINE_MAX);
	client_say(CONT);
	line_make("{\"return\":\"", "\"}\r\n", QMP_LINE_MAX + 1);
	len = 0;
	qemu_say_bytes(text, QMP_LINE_MAX + 1, &len);
	assert_int_equal(len, 0);
	assert_hungup();
}

static void longest_command(void **state)
{
	(void)state;
	client_greeted();
	line_make("{\"execute\":\"", "\"}\r\n", QMP_LINE_MAX);
	fake_send(text, QMP_LINE_MAX);
	assert_int_equal(qemu_hear(), QMP_LINE_MAX);
	assert_memory_equal(got, text, QMP_LINE_MAX);
	qemu_say(OK);
	line_make("{\"execute\":\"", "\"}\r\n", QMP_LINE_MAX + 1);
	fake_send(text, QMP_LINE_MAX + 1);
	assert_int_equal(qemu_hear(), 0);
	got[fake_take(got, sizeof(got))] = '\0';
	assert_non_null(strstr(got, "command too long"));
	client_say(CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
	qemu_say(OK);
	assert_string_equal(got, OK);
}

static void ten_thousand(void **state)
{
	int i;

	(void)state;
	client_greeted();
	for (i = 0; i < 10000; i++) {
		client_say(CONT);
		qemu_hear();
		assert_string_equal(got, CONT);
		qemu_say(EVENT OK);
		assert_string_equal(got, OK);
	}
}

/*
 * All sent before any is answered: nothing is lost, and QEMU never has more than
 * one of them, so that its replies are no heap.
 */
static void ten_thousand_at_once(void **state)
{
	size_t len = 0;
	int i;

	(void)state;
	client_greeted();
	for (i = 0; i < 10000; i++)
		fake_send(CONT, strlen(CONT));
	for (i = 0; i < 10000; i++) {
		qemu_hear();
		assert_string_equal(got, CONT);
		assert_true(session.owed);
		len = 0;
		qemu_say_bytes(OK, strlen(OK), &len);
		assert_int_equal(len, strlen(OK));
	}
	assert_int_equal(qemu_hear(), 0);
	assert_false(session.owed);
}

/* Commands are taken out of the ring even while none can be passed on. */
static void ring_is_emptied(void **state)
{
	int i;

	(void)state;
	client_greeted();
	for (i = 0; i < 1000; i++)
		fake_send(CONT, strlen(CONT));
	steps();
	qemu_hear();
	assert_string_equal(got, CONT);
	assert_int_equal(fake_vchan.in_off, fake_vchan.in_len);
	assert_true(session.owed);
}

/* A client that does not read: QEMU is rid of its events all the same. */
static void stalled(void **state)
{
	size_t said = 0, len;
	char rest[64];
	int i;

	(void)state;
	client_greeted();
	client_say(CONT CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
	fake_vchan.ring_size = 5;
	assert_int_equal(send(qemu, OK, strlen(OK), 0), strlen(OK));
	steps();
	for (i = 0; i < 100000; i++) {
		if (send(qemu, EVENT, strlen(EVENT), MSG_NOSIGNAL) ==
		    (ssize_t)strlen(EVENT))
			said += strlen(EVENT);
		session_step(&session, POLLIN);
	}
	assert_in_range(said, 2u << 20, SIZE_MAX);
	assert_int_equal(qemu_hear(), 0);	/* the second one waits */
	fake_vchan.ring_size = 100;
	len = fake_take(rest, sizeof(rest));
	steps();
	len += fake_take(rest + len, sizeof(rest) - len);
	assert_int_equal(len, strlen(OK));
	assert_memory_equal(rest, OK, len);
	qemu_hear();
	assert_string_equal(got, CONT);
	qemu_say(OK);
	assert_string_equal(got, OK);
}

/* A reply nobody asked for, while one waits to be read. */
static void stalled_hostile(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	qemu_hear();
	fake_vchan.ring_size = 5;
	assert_int_equal(send(qemu, OK OK, 2 * strlen(OK), 0), 2 * strlen(OK));
	steps();
	assert_int_equal(session.qemu, -1);
}

static void leaves_in_a_reply(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	fake_vchan.ring_size = 5;
	assert_int_equal(send(qemu, OK, strlen(OK), 0), strlen(OK));
	steps();
	fake_send(CONT, strlen(CONT));	/* and it has said more, unread */
	fake_leave();
	steps();
	assert_int_equal(session.qemu, -1);
	assert_int_equal(fake_vchan.blanked, 5);
	fake_take(got, 5);
	assert_memory_equal(got, "     ", 5);
	fake_vchan.ring_size = 100;
	client_greeted();
	qemu_hear();
	assert_string_equal(got, "");
}

/* QEMU answers the client that has gone; the next one has a new connection. */
static void qemu_answers_late(void)
{
	size_t len = 0;

	assert_int_equal(fake_accept(monitor), -1);
	qemu_hear();
	assert_string_equal(got, CONT);
	qemu_say_bytes(EVENT OK, strlen(EVENT OK), &len);
	assert_int_equal(len, 0);
	assert_int_equal(recv(qemu, got, 1, 0), 0);
}

static void replaced_at_once(void **state)
{
	int i;

	(void)state;
	client_greeted();
	for (i = 0; i < 1000; i++) {
		client_say(CONT);
		fake_leave();
		fake_connect();		/* the server sees 3, then 1 */
		steps();
		client_say(SAVE);
		if (i % 2) {		/* and once more */
			fake_leave();
			fake_connect();
			steps();
		}
		qemu_answers_late();
		qemu_accept();
		qemu_say(GREETING);
		assert_string_equal(got, GREETING);
		assert_int_equal(qemu_hear(), i % 2 ? 0 : strlen(SAVE));
		if (i % 2)
			continue;
		qemu_say("{\"error\":{}}\r\n");
		assert_string_equal(got, "{\"error\":{}}\r\n");
	}
}

/* Nobody is there when QEMU answers a client that has gone. */
static void answered_too_late(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	fake_leave();
	steps();
	qemu_answers_late();
	assert_int_equal(session.qemu, -1);
	assert_int_equal(fake_accept(monitor), -1);
	client_greeted();
}

/* It leaves while QEMU has the half of a command: QEMU gets the rest. */
static void leaves_in_a_command(void **state)
{
	(void)state;
	client_greeted();
	line_make("{\"execute\":\"", "\"}\r\n", QMP_LINE_MAX);
	fake_send(text, QMP_LINE_MAX);
	fake_send(CONT, strlen(CONT));
	steps();
	assert_in_range(session.send_off, 1, QMP_LINE_MAX - 1);
	fake_leave();
	fake_connect();
	steps();
	assert_int_equal(qemu_hear(), QMP_LINE_MAX);
	assert_memory_equal(got, text, QMP_LINE_MAX);
	qemu_say(OK);
	assert_string_equal(got, "");
	qemu_accept();
	qemu_say(GREETING);
	assert_string_equal(got, GREETING);
	client_say(CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
}

/* A state whose reply nobody waits for any more goes to no one. */
static void leaves_in_a_save(void **state)
{
	struct stat st;

	(void)state;
	client_greeted();
	client_say(SAVE);
	qemu_hear();
	fake_leave();
	fake_connect();
	steps();
	assert_int_equal(write(state_fd, "state", 5), 5);
	qemu_say(OK);
	assert_string_equal(got, "");
	assert_int_equal(save.state, SAVE_IDLE);
	assert_int_equal(fstat(state_fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(recv(console[1], got, 1, 0), -1);
	qemu_accept();
	qemu_say(GREETING);
	assert_string_equal(got, GREETING);
}

/* QEMU's connection ends before the reply to a client that has gone. */
static void never_answered(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	fake_leave();
	fake_connect();
	steps();
	close(qemu);
	qemu = -1;
	steps();
	assert_hungup();
}

/* The same, with nobody there: what else that client said is not the next's. */
static void leaves_commands_behind(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT CONT "{\"exec");
	fake_leave();
	steps();
	close(qemu);
	qemu = -1;
	steps();
	client_greeted();
	assert_int_equal(qemu_hear(), 0);
	client_say(CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
}

/* No command went through: the connection serves the next client as well. */
static void come_and_go(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 1000; i++) {	/* QEMU is busy: accepts nothing */
		fake_connect();
		steps();
		assert_true(fake_vchan.srv_live);
		fake_leave();
		if (i % 2)
			steps();
	}
	client_greeted();
	assert_int_equal(fake_accept(monitor), -1);
	for (i = 0; i < 1000; i++) {
		fake_leave();
		if (i % 2)
			steps();
		fake_connect();
		steps();
		got[fake_take(got, sizeof(got))] = '\0';
		assert_string_equal(got, GREETING);
	}
	assert_int_equal(fake_accept(monitor), -1);
	client_say(CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
}

/* A greeting kept in the ring is void when QEMU's connection ends. */
static void greeting_kept_and_lost(void **state)
{
	size_t n;

	(void)state;
	fake_connect();
	steps();
	qemu_accept();
	assert_int_equal(send(qemu, GREETING, strlen(GREETING), 0),
			 strlen(GREETING));
	steps();
	fake_leave();
	steps();
	assert_int_equal(fake_vchan.ring_len, strlen(GREETING));
	close(qemu);
	qemu = -1;
	steps();
	fake_connect();
	steps();
	qemu_accept();
	qemu_say(GREETING);
	n = strspn(got, " ");
	assert_int_equal(n, strlen(GREETING));
	assert_string_equal(got + n, GREETING);
}

static void greeting_without_client(void **state)
{
	(void)state;
	fake_connect();
	steps();
	fake_leave();
	steps();
	qemu_accept();
	qemu_say(GREETING);
	assert_string_equal(got, "");
	fake_connect();
	steps();
	got[fake_take(got, sizeof(got))] = '\0';
	assert_string_equal(got, GREETING);
}

static const struct {
	const char *name, *says;
} bad[] = {
	{ "a reply unasked", OK },
	{ "a second greeting", GREETING },
	{ "no JSON", "\x1b[2J\r\n" },
	{ "an empty line", "\r\n" },
	{ "an array", "[]\r\n" },
	{ "two kinds", "{\"return\":1,\"error\":1}\r\n" },
};

static void hostile(void **state)
{
	size_t i;

	(void)state;
	client_greeted();
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		qemu_say(bad[i].says);
		assert_string_equal(got, "");
		assert_hungup();
	}
}

static void reply_before_greeting(void **state)
{
	(void)state;
	fake_connect();
	client_say(CONT);
	qemu_accept();
	qemu_say(OK);
	assert_string_equal(got, "");
	assert_hungup();
}

static void one_reply_too_many(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	qemu_say(OK OK);
	assert_string_equal(got, OK);
	assert_hungup();
}

static void qemu_ends(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT);
	close(qemu);
	qemu = -1;
	steps();
	assert_hungup();
}

static void qemu_absent(void **state)
{
	char absent[80];

	(void)state;
	snprintf(absent, sizeof(absent), "%s-absent", path);
	session.path = absent;
	fake_connect();
	steps();
	assert_false(fake_vchan.srv_live);
	fake_connect();		/* replaced by the next */
	steps();
	assert_false(fake_vchan.srv_live);
	session.path = path;
	assert_hungup();
}

static void refused_in_turn(void **state)
{
	(void)state;
	client_greeted();
	client_say(CONT "help\r\n" "\r\n" CONT);
	qemu_hear();
	assert_string_equal(got, CONT);
	qemu_say(OK);
	assert_non_null(strstr(got, "not JSON"));
	assert_memory_equal(got, OK, strlen(OK));
	qemu_hear();
	assert_string_equal(got, CONT);
}

static void state_fill(size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		text[i] = (char)(i * 7 + i / 256);
	text[0] = 'Q';		/* as QEMU's do */
	assert_int_equal(pwrite(state_fd, text, n, 0), n);
}

static void save_held(void **state)
{
	size_t n = 1000000, len = 0;
	ssize_t part;

	(void)state;
	client_greeted();
	client_say(SAVE CONT);
	qemu_hear();
	assert_string_equal(got, SAVE);		/* alone */
	state_fill(n);
	qemu_say("{\"return\":{},\"id\":7}\r\n");
	assert_string_equal(got, "");
	while (len < STATE_HEAD + n + STATE_PAD) {
		part = recv(console[1], got + len, sizeof(got) - len, 0);
		assert_int_equal(fake_vchan.ring_len, 0);
		assert_true(part > 0);
		len += (size_t)part;
		if (len < STATE_HEAD + n + STATE_PAD)
			steps();
	}
	assert_memory_equal(got + STATE_HEAD, text, n);
	steps();
	got[fake_take(got, sizeof(got))] = '\0';
	assert_string_equal(got, "{\"return\":{},\"id\":7}\r\n");
	qemu_hear();
	assert_string_equal(got, CONT);
	qemu_say(OK);
	client_say(SAVE);	/* as after a checkpoint */
	qemu_hear();
	assert_string_equal(got, SAVE);
	state_fill(5);
	qemu_say("{\"return\":{},\"id\":7}\r\n");
	assert_string_equal(got, "");
	assert_int_equal(recv(console[1], got, sizeof(got), 0),
			 STATE_HEAD + 5 + STATE_PAD);
	steps();
	got[fake_take(got, sizeof(got))] = '\0';
	assert_string_equal(got, "{\"return\":{},\"id\":7}\r\n");
}

static void save_refused_by_qemu(void **state)
{
	static const char no[] = "{\"error\":{},\"id\":7}\r\n";

	(void)state;
	client_greeted();
	client_say(SAVE);
	state_fill(100000);	/* it had begun */
	qemu_say(no);
	assert_string_equal(got, no);
	assert_int_equal(lseek(state_fd, 0, SEEK_END), 0);	/* freed */
	client_say(SAVE);	/* another may be tried */
	qemu_hear();
	assert_string_equal(got, SAVE SAVE);
	qemu_say(OK);		/* but the file is empty */
	assert_non_null(strstr(got, "no device state"));
}

static void save_without_console(void **state)
{
	(void)state;
	client_greeted();
	save.dst = -1;
	client_say(SAVE);
	got[fake_take(got, sizeof(got))] = '\0';
	assert_non_null(strstr(got, "no save console"));
	assert_int_equal(qemu_hear(), 0);
}

#define STOP "{\"execute\":\"stop\",\"id\":3}\r\n"
#define DIRTY(enable) "{\"execute\":\"xen-set-global-dirty-log\"," \
	"\"arguments\":{\"enable\":" #enable "}}\r\n"

static void assert_refused(const char *what)
{
	client_say(what);
	got[fake_take(got, sizeof(got))] = '\0';
	assert_non_null(strstr(got, "has a PCI device"));
	assert_int_equal(qemu_hear(), 0);
}

static void assert_passed(const char *what)
{
	client_say(what);
	qemu_hear();
	assert_string_equal(got, what);
	qemu_say(OK);
	assert_string_equal(got, OK);
}

/*
 * A device that comes, and goes: what leads to a save is refused meanwhile, but
 * not a soft reset's.
 */
static void save_with_a_device(void **state)
{
	char dir[] = "/tmp/qmp-pci-XXXXXX", device[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(device, sizeof(device), "%s/0000:00:00.0", dir);
	save.pci = opendir(dir);
	client_greeted();
	assert_passed(DIRTY(true));
	assert_int_equal(symlink("/sys/devices", device), 0);
	assert_refused(DIRTY(true));
	assert_passed(DIRTY(false));
	assert_passed(STOP);
	client_say(SAVE);
	qemu_hear();
	assert_string_equal(got, SAVE);
	qemu_say("{\"error\":{}}\r\n");
	assert_int_equal(unlink(device), 0);
	assert_passed(DIRTY(true));
	closedir(save.pci);
	rmdir(dir);
}

/* dom0's file is full: said as the state is there, and then at the first word. */
static void save_with_a_full_file(void **state)
{
	(void)state;
	client_greeted();
	memo.sent = STATE_FILE_MAX - STATE_HEAD - STATE_PAD;
	assert_passed(STOP);
	client_say(SAVE);
	qemu_hear();
	assert_string_equal(got, SAVE);
	state_fill(5000);
	qemu_say(OK);
	assert_non_null(strstr(got, "device state too large"));
	assert_passed(CONT);
	client_say(DIRTY(true));
	got[fake_take(got, sizeof(got))] = '\0';
	assert_non_null(strstr(got, "too many saves since its start"));
	assert_int_equal(qemu_hear(), 0);
}

static void save_console_ends(void **state)
{
	(void)state;
	client_greeted();
	client_say(SAVE);
	state_fill(1000000);
	qemu_say(OK);
	close(console[1]);
	steps();
	got[fake_take(got, sizeof(got))] = '\0';
	assert_non_null(strstr(got, "device state not written"));
	assert_non_null(strstr(got, "\"id\":7"));
}

static void save_client_leaves(void **state)
{
	(void)state;
	client_greeted();
	client_say(SAVE);
	state_fill(1000000);
	qemu_say(OK);
	assert_int_not_equal(save.state, SAVE_IDLE);
	fake_leave();
	steps();
	assert_int_equal(save.state, SAVE_IDLE);
	client_greeted();
	client_say(CONT);
	qemu_say(OK);
	assert_string_equal(got, OK);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_command), TEST(split_everywhere),
		TEST(longest_reply), TEST(longest_command),
		TEST(ten_thousand), TEST(ten_thousand_at_once),
		TEST(ring_is_emptied),
		TEST(stalled), TEST(stalled_hostile),
		TEST(leaves_in_a_reply), TEST(replaced_at_once),
		TEST(answered_too_late), TEST(leaves_in_a_command),
		TEST(leaves_in_a_save), TEST(never_answered),
		TEST(leaves_commands_behind),
		TEST(come_and_go), TEST(greeting_kept_and_lost),
		TEST(greeting_without_client),
		TEST(hostile), TEST(reply_before_greeting),
		TEST(one_reply_too_many), TEST(qemu_ends), TEST(qemu_absent),
		TEST(refused_in_turn), TEST(save_held),
		TEST(save_refused_by_qemu), TEST(save_without_console),
		TEST(save_with_a_device), TEST(save_with_a_full_file),
		TEST(save_console_ends), TEST(save_client_leaves),
	};

	signal(SIGPIPE, SIG_IGN);	/* a tty raises none */
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_session", tests, NULL, NULL);
}
