// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/confine.c qemu-wrapper/qmp/pci.c init/lib/calls.c init/lib/drop.c */
/*
 * An attacker in qmpd: what it may do, and what kills it. Needs root. The bound
 * on memory is left out: the sanitizers' own memory is beyond any.
 */
#include <errno.h>
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
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/confine.h"
#include "qemu-wrapper/qmp/pci.h"

#define UID 101

static char root[64];
static int report[2], state_fd;
static DIR *devices;	/* of the root, for there is something in it */

static int unix_connect(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX, .sun_path = "libxl" };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	return connect(fd, (struct sockaddr *)&addr, sizeof(addr));
}

static int file_open(void)
{
	return open("/", O_RDONLY);
}

static int inet_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int netlink_socket(void)
{
	return socket(AF_NETLINK, SOCK_RAW, 0);
}

static int execute(void)
{
	return execl("/bin/sh", "sh", NULL);
}

static int fork_one(void)
{
	return (int)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static int memory_exec(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE |
		    MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static int protect_exec(void)
{
	return mprotect(root, 1, PROT_READ | PROT_EXEC);
}

static int tty_inject(void)
{
	char c = 'x';

	return ioctl(0, TIOCSTI, &c);
}

static int tty_outq(void)
{
	int n;

	return ioctl(report[1], TIOCOUTQ, &n) < 0 && errno != ENOTTY ? -1 : 0;
}

static int file_empty(void)
{
	return ftruncate(state_fd, 0) < 0 || lseek(state_fd, 0, SEEK_SET) < 0 ?
		-1 : 0;
}

static int file_resize(void)
{
	return ftruncate(state_fd, 4096);
}

static int file_resize_large(void)
{
	return ftruncate(state_fd, (off_t)1 << 32);
}

/* main() ignores SIGXFSZ, by which the limit on files kills otherwise. */
static int file_write(void)
{
	return write(state_fd, "x", 1) < 0 ? -1 : 0;
}

static int pci_look(void)
{
	return pci_passed(devices) ? 0 : -1;
}

static int kill_other(void)
{
	return kill(1, SIGTERM);
}

static int become_root(void)
{
	return setuid(0);
}

static int wait_a_little(void)
{
	return poll(NULL, 0, 1);
}

enum { WORKS, FAILS, KILLS };

static const struct {
	const char *name;
	int (*act)(void);
	int want;
} row[] = {
	{ "poll", wait_a_little, WORKS },
	{ "connect within the root", unix_connect, WORKS },
	{ "ask a tty for its queue", tty_outq, WORKS },
	{ "empty the state file", file_empty, WORKS },
	{ "write to it", file_write, FAILS },
	{ "resize it", file_resize, KILLS },
	{ "resize it beyond 4 GiB", file_resize_large, FAILS },
	{ "look for PCI devices", pci_look, WORKS },
	{ "open", file_open, KILLS },
	{ "network", inet_socket, KILLS },
	{ "netlink", netlink_socket, KILLS },
	{ "exec", execute, KILLS },
	{ "fork", fork_one, KILLS },
	{ "executable memory", memory_exec, KILLS },
	{ "make memory executable", protect_exec, KILLS },
	{ "write into a tty's input", tty_inject, KILLS },
	{ "signal", kill_other, KILLS },
	{ "become root", become_root, KILLS },
};

/* In the child: 0 if act worked, 1 if not, 2 if there was no confinement. */
static void child(int (*act)(void))
{
	const char *what;
	int rc = confine(root, UID, RLIM_INFINITY, &what);

	if (rc < 0) {
		dprintf(2, "# %s: %s\n", what, strerror(-rc));
		_exit(2);
	}
	/* _exit() makes the sanitizer call what is not allowed any more. */
	(void)syscall(SYS_exit_group, act() < 0 ? FAILS : WORKS);
}

static int outcome(int (*act)(void))
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		child(act);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return KILLS;
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 2 ? -1 : WEXITSTATUS(status);
}

static void rows(void **state)
{
	size_t i;
	int got;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		got = outcome(row[i].act);
		if (got != row[i].want)
			fail_msg("%s: %d", row[i].name, got);
	}
}

/* A line of /proc/<pid>/status. */
static void status_has(pid_t pid, const char *want)
{
	char path[64], text[4096];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	fd = open(path, O_RDONLY);
	n = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	if (!strstr(text, want))
		fail_msg("%s not in\n%s", want, text);
}

static int stay(void)
{
	char c;

	if (write(report[1], "r", 1) < 0)
		return -1;
	return (int)read(report[1], &c, 1);	/* until the test ends it */
}

static void status(void **state)
{
	pid_t pid = fork();
	char c;

	(void)state;
	if (pid == 0)
		child(stay);
	assert_int_equal(read(report[0], &c, 1), 1);
	status_has(pid, "\nUid:\t101\t101\t101\t101\n");
	status_has(pid, "\nGid:\t101\t101\t101\t101\n");
	status_has(pid, "\nGroups:\t \n");
	status_has(pid, "\nCapPrm:\t0000000000000000\n");
	status_has(pid, "\nCapEff:\t0000000000000000\n");
	status_has(pid, "\nCapBnd:\t0000000000000000\n");
	status_has(pid, "\nNoNewPrivs:\t1\n");
	status_has(pid, "\nSeccomp:\t2\n");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void root_make(void)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	state_fd = memfd_create("state", MFD_CLOEXEC);
	strcpy(root, "/tmp/qmp-confine-XXXXXX");
	if (!mkdtemp(root))
		abort();
	snprintf(addr.sun_path, sizeof(addr.sun_path), "%s/libxl", root);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	    listen(fd, 64) < 0 || chown(root, 0, UID) < 0 ||
	    chmod(root, 0750) < 0 || chown(addr.sun_path, 0, UID) < 0 ||
	    chmod(addr.sun_path, 0660) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, report) < 0)
		abort();
	devices = opendir(root);
}

static void root_remove(void)
{
	char path[80];

	snprintf(path, sizeof(path), "%s/libxl", root);
	unlink(path);
	rmdir(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows), cmocka_unit_test(status)
	};
	int rc;

	if (geteuid() != 0) {
		puts("1..0 # SKIP not root");
		return 0;
	}
	(void)signal(SIGXFSZ, SIG_IGN);
	root_make();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	rc = cmocka_run_group_tests_name("qmp_confine", tests, NULL, NULL);
	root_remove();
	return rc;
}
