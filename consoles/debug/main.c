// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * /init of the debug image, and only of that. If the kernel command line says
 * stubdom.shell=hvcN, it leaves a child behind that opens a root shell on that
 * console when someone types there; in any case it becomes init as ever.
 */
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define INIT	"/bin/init"
#define SHELL	"/bin/sh"
#define TRIES	200		/* of 50 ms, for a console to connect */

/* /proc must be gone again when init mounts its own. */
static void cmdline_read(char *buf, size_t cap)
{
	ssize_t n = -1;
	int fd;

	if (mount("proc", "/proc", "proc", 0, NULL) < 0)
		return;
	fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, buf, cap - 1);
		close(fd);
	}
	buf[n > 0 ? n : 0] = '\0';
	(void)umount("/proc");
}

/* Returns false if the command line names no console. */
static bool console_path(const char *cmdline, char path[32])
{
	size_t len;
	const char *s = words_find(cmdline, "stubdom.shell=", &len);

	if (!s || len < 4 || len > 5 || strncmp(s, "hvc", 3) != 0 ||
	    strspn(s + 3, "0123456789") < len - 3)
		return false;
	(void)snprintf(path, 32, "/dev/%.*s", (int)len, s);
	return true;
}

/* init mounts /dev, and the other end may be late: a debug tool may poll. */
static int console_open(const char *path)
{
	const struct timespec wait = { .tv_nsec = 50 * 1000 * 1000 };
	int i, fd = -1;

	for (i = 0; i < TRIES && fd < 0; i++) {
		fd = open(path, O_RDWR | O_NOCTTY);
		if (fd < 0)
			(void)nanosleep(&wait, NULL);
	}
	return fd;
}

/* As a terminal comes: the kernel's own hvc is raw, and init sets hvc0 so. */
static void console_cook(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return;
	t.c_iflag = ICRNL;
	t.c_oflag = OPOST | ONLCR;
	t.c_lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK;
	t.c_cc[VINTR] = 3;
	t.c_cc[VEOF] = 4;
	t.c_cc[VERASE] = 127;
	(void)tcsetattr(fd, TCSAFLUSH, &t);
}

static void shell_exec(int fd)
{
	char sh[] = "sh";
	char *const argv[] = { sh, NULL };
	char path[] = "PATH=/bin", home[] = "HOME=/", term[] = "TERM=vt100";
	char prompt[] = "PS1=stubdom# ";
	char *const envp[] = { path, home, term, prompt, NULL };
	int i;

	(void)signal(SIGINT, SIG_DFL);
	(void)signal(SIGQUIT, SIG_DFL);
	for (i = 0; i <= STDERR_FILENO; i++)
		(void)dup2(fd, i);
	if (fd > STDERR_FILENO)
		close(fd);
	(void)execve(SHELL, argv, envp);
	_exit(127);
}

/* A shell for who types, and another one when that ends. */
static void shells_run(const char *path)
{
	struct pollfd p = { .fd = console_open(path), .events = POLLIN };
	pid_t pid;

	/*
	 * The session is ours: were its leader a shell, its end would hang up
	 * the console for everybody, logd on hvc0 too (drivers/tty/tty_jobctrl.c,
	 * disassociate_ctty).
	 */
	(void)setsid();
	(void)ioctl(p.fd, TIOCSCTTY, 1);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGQUIT, SIG_IGN);
	while (p.fd >= 0 && poll(&p, 1, -1) > 0 && !(p.revents & POLLHUP)) {
		console_cook(p.fd);
		pid = fork();
		if (pid == 0)
			shell_exec(p.fd);
		if (pid < 0)
			return;
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
}

int main(void)
{
	char cmdline[4096] = "", path[32];
	char init[] = INIT;
	char *const argv[] = { init, NULL };
	char *const envp[] = { NULL };

	cmdline_read(cmdline, sizeof(cmdline));
	if (console_path(cmdline, path) && fork() == 0) {
		shells_run(path);
		_exit(0);
	}
	(void)execve(INIT, argv, envp);
	return 1;	/* and the kernel panics */
}
