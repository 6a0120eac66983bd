// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/session.c qemu-wrapper/qmp/ctl.c qemu-wrapper/qmp/watch.c init/lib/num.c init/lib/words.c qemu-wrapper/qmp/peer.c qemu-wrapper/qmp/line.c qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c qemu-wrapper/qmp/save.c qemu-wrapper/qmp/pci.c init/lib/hvc.c init/lib/state.c init/lib/sock.c init/lib/log.c test/unit/qmp_fake.c test/unit/qmp_fake_monitor.c libs: -ljson-c */
/* The relay and the hot-plug monitor against a real QEMU, with no Xen. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "init/lib/state.h"
#include "qemu-wrapper/qmp/ctl.h"
#include "qemu-wrapper/qmp/session.h"
#include "init/lib/sock.h"
#include "init/lib/wiring.h"
#include "qmp_fake.h"

#define QEMU "/usr/bin/qemu-system-x86_64"
#define DEADLINE_MS 20000

static struct session session;
static struct save save;
static struct save_memo memo;
static struct ctl ctl;
static char path[2][64], got[1 << 20];
static int monitor[2], console[2], hotplug[2], state_fd;
static pid_t pid;

/* The monitors' sockets and the state file get the numbers dm-run gives. */
static void qemu_exec(void)
{
	char state_path[64];
	int fd;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(state_path, sizeof(state_path), "/proc/self/fd/%d", state_fd);
	fd = open(state_path, O_WRONLY);
	dup2(monitor[0], 103);
	dup2(monitor[1], 104);
	dup2(fd, 105);
	execl(QEMU, QEMU, "-machine", "none", "-nodefaults", "-display",
	      "none", "-chardev", "socket,id=a,fd=103,server=on,wait=off",
	      "-mon", "chardev=a,mode=control",
	      "-chardev", "socket,id=b,fd=104,server=on,wait=off",
	      "-mon", "chardev=b,mode=control", "-add-fd", "fd=105,set=1",
	      NULL);
	_exit(127);
}

static int setup(void **state)
{
	(void)state;
	fake_reset();
	monitor[0] = fake_monitor(path[0], 4);
	monitor[1] = fake_monitor(path[1], 4);
	state_fd = memfd_create("state", MFD_CLOEXEC);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK |
				    SOCK_CLOEXEC, 0, console), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK |
				    SOCK_CLOEXEC, 0, hotplug), 0);
	memset(&session, 0, offsetof(struct session, cmd_buf));
	memset(&ctl, 0, sizeof(ctl));
	save_init(&save, state_fd, console[0], &memo);
	session_init(&session, &fake_vchan, path[0], &save);
	ctl_init(&ctl, hotplug[0], path[1]);
	pid = fork();
	if (pid == 0)
		qemu_exec();
	return pid < 0;
}

static int teardown(void **state)
{
	(void)state;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(session.qemu);
	close(ctl.sock);
	fake_monitor_end(monitor[0], path[0]);
	fake_monitor_end(monitor[1], path[1]);
	return 0;
}

static void turn(void)
{
	struct pollfd p[4] = {
		{ session.qemu, session_events(&session), 0 },
		{ save.dst, save_events(&save), 0 },
		{ ctl.hotplug, ctl_hotplug_events(&ctl), 0 },
		{ ctl.sock, ctl_sock_events(&ctl), 0 },
	};
	int i, ms = session_timeout(&session);

	for (i = 0; i < 4; i++)
		if (!p[i].events)
			p[i].fd = -1;
	ms = ms < 0 ? save_timeout(&save) : ms;
	if (poll(p, 4, ms < 0 ? DEADLINE_MS : ms) == 0 && ms < 0)
		fail_msg("QEMU says nothing");
	session_step(&session, p[0].revents);
	ctl_step(&ctl, p[2].revents, p[3].revents);
}

/* The next line for the client. */
static void answer(void)
{
	size_t n = 0;

	while (n == 0 || got[n - 1] != '\n') {
		session_step(&session, 0);	/* room in the ring again */
		if (fake_vchan.ring_len == 0)
			turn();
		n += fake_take(got + n, sizeof(got) - 1 - n);
	}
	got[n] = '\0';
}

static void ask(const char *command)
{
	fake_send(command, strlen(command));
	answer();
}

static void session_begin(void)
{
	fake_connect();
	answer();
	assert_memory_equal(got, "{\"QMP\":{\"version\":{\"qemu\":", 26);
	ask("{\"execute\":\"qmp_capabilities\",\"id\":2020372736}\r\n");
	assert_string_equal(got, "{\"return\":{},\"id\":2020372736}\r\n");
}

static void libxl_session(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 200; i++) {
		session_begin();
		ask("{\"execute\":\"stop\",\"id\":2020372737}\r\n");
		assert_string_equal(got, "{\"return\":{},\"id\":2020372737}\r\n");
		ask("{\"execute\":\"cont\",\"id\":2020372738}\r\n");
		assert_string_equal(got, "{\"return\":{},\"id\":2020372738}\r\n");
		ask("{\"execute\":\"no-such\",\"id\":3}\r\n");
		assert_memory_equal(got, "{\"id\":3,\"error\":{\"class\":"
				    "\"CommandNotFound\"", 40);
		if (i % 2) {
			fake_leave();
			session_step(&session, 0);
		}
	}
}

static void large_reply(void **state)
{
	(void)state;
	session_begin();
	ask("{\"execute\":\"query-qmp-schema\",\"id\":1}\r\n");
	assert_true(strlen(got) > 100000);
	assert_memory_equal(got, "{\"return\":[{", 12);
}

static void medium(void **state)
{
	struct hotplug_msg msg = { .devid = 5632 };
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_int_equal(sock_write(hotplug[1], &msg, sizeof(msg), fd),
			 sizeof(msg));
	close(fd);
	ctl_step(&ctl, POLLIN, 0);
	while (ctl.jobs)
		turn();
	session_begin();
	ask("{\"execute\":\"query-fdsets\",\"id\":1}\r\n");
	assert_non_null(strstr(got, "\"opaque\":\"stub-devid:5632\""));
}

static void save_once(void)
{
	static const char command[] = "{\"execute\":\"xen-save-devices-state\","
		"\"id\":7,\"arguments\":{\"live\":false,\"filename\":"
		"\"/dev/fdset/1\"}}\r\n";
	struct stat st;
	size_t n = 0;
	ssize_t part;

	fake_send(command, sizeof(command) - 1);
	while (save.state == SAVE_IDLE)
		turn();
	assert_int_equal(fake_vchan.ring_len, 0);
	while (save.state != SAVE_IDLE) {
		turn();
		part = recv(console[1], got + n, sizeof(got) - n, 0);
		n += part > 0 ? (size_t)part : 0;
	}
	assert_int_equal(fstat(state_fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(n, STATE_HEAD + save.len + STATE_PAD);
	assert_memory_equal(got + STATE_HEAD, "QEVM", 4);
	answer();
	assert_string_equal(got, "{\"return\":{},\"id\":7}\r\n");
}

static void state_saved(void **state)
{
	off_t len;

	(void)state;
	session_begin();
	save_once();
	len = save.len;
	save_once();		/* QEMU's descriptor is where it was */
	assert_true(save.len > len / 2 && save.len < len * 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(libxl_session), TEST(large_reply), TEST(medium),
		TEST(state_saved),
	};

	if (access(QEMU, X_OK) < 0) {
		puts("1..0 # SKIP no " QEMU);
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_qemu", tests, NULL, NULL);
}
