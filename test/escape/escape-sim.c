// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In the place of QEMU, started by the real dm-run with QEMU's arguments: what
 * an attacker who has taken over QEMU would try. Does what QEMU does with
 * -run-with, but not its -sandbox, so that what is refused here is refused by
 * dm-run and the kernel. A line "ok N - text" or "not ok N - text" each on the
 * log; in the end it floods the log and dies.
 */
#include "escape.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <grp.h>
#include <unistd.h>

#define UID	100
#define WIRED	6	/* 0..2 and init/lib/wiring.h, DM_FD_END */
#define MONITOR	4
#define STATE	5

static int number;

void result(bool good, const char *text)
{
	char line[256];
	int len = snprintf(line, sizeof(line), "%sok %d - %s\n",
			   good ? "" : "not ", ++number, text);

	while (write(2, line, (size_t)len) < 0 && errno == EAGAIN)
		usleep(10000);		/* the log is slower than we are */
}

/* Each returns -1 with errno, or what it got: then the attack worked. */
static int root_again(void) { return setuid(0); }
static int root_real(void) { return setresuid(0, 0, 0); }
static int group_again(void) { return setgid(0); }
static int groups_again(void)
{
	const gid_t g[] = { 0, 101, 102 };

	return setgroups(3, g);
}

static int caps_again(void)
{
	struct __user_cap_header_struct h = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct d[2];

	memset(d, 0, sizeof(d));
	d[0].permitted = d[0].effective = 1u << CAP_SYS_CHROOT;
	return (int)syscall(SYS_capset, &h, d);
}

static int file(const char *path) { return open(path, O_RDWR); }
static int open_xenbus(void) { return file("/dev/xen/xenbus"); }
static int open_privcmd(void) { return file("/dev/xen/privcmd"); }
static int open_gntdev(void) { return file("/dev/xen/gntdev"); }
static int open_gntalloc(void) { return file("/dev/xen/gntalloc"); }
static int open_evtchn(void) { return file("/dev/xen/evtchn"); }
static int open_disk(void) { return file("/dev/xvda"); }
static int open_console(void) { return file("/dev/hvc0"); }
static int open_kmsg(void) { return file("/dev/kmsg"); }
static int open_init(void) { return open("/proc/1/maps", O_RDONLY); }
static int open_self(void) { return open("/proc/self/status", O_RDONLY); }
static int open_sys(void) { return open("/sys/kernel", O_RDONLY); }
static int make_file(void) { return open("/x", O_RDWR | O_CREAT, 0600); }
static int make_dir(void) { return mkdir("/x", 0700); }
static int run_crash(void)
{
	return execl("/bin/dm-crash", "dm-crash", (char *)NULL);
}

static int connect_to(const char *path, size_t len)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(sa.sun_path, path, len);
	return connect(fd, (const struct sockaddr *)&sa,
		       (socklen_t)(sizeof(sa.sun_family) + len));
}

static int connect_path(void) { return connect_to("/run/qmp/ctl", 13); }
static int connect_abstract(void) { return connect_to("\0libxl", 6); }

static int chroot_out(void)
{
	return chroot("x") < 0 && chroot("/") < 0 ? -1 : 0;
}

static int climb_out(void)
{
	int i;

	for (i = 0; i < 16; i++)
		if (chdir("..") < 0)
			return -1;
	return open("init", O_RDONLY);
}

static int kill_init(void) { return kill(1, SIGKILL); }

/* Any process but our own: 0 if one may be signalled. */
static int kill_others(void)
{
	pid_t pid, me = getpid(), parent = getppid();

	for (pid = 1; pid < 300; pid++)
		if (pid != me && pid != parent && kill(pid, 0) == 0)
			return 0;
	errno = EPERM;
	return -1;
}

static int sched_init(void) { return setpriority(PRIO_PROCESS, 1, 5); }
static int nice_up(void) { return setpriority(PRIO_PROCESS, 0, -20); }
static int inet(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static int limit_up(void)
{
	struct rlimit r = { 4096, 4096 };

	return setrlimit(RLIMIT_NOFILE, &r);
}

/* The system calls that must not even return. */
static int trace_init(void)
{
	return (int)ptrace(PTRACE_ATTACH, 1, NULL, NULL);
}
static int read_init(void)
{
	return (int)syscall(SYS_process_vm_readv, 1, NULL, 0, NULL, 0, 0);
}
static int uevents(void) { return socket(AF_NETLINK, SOCK_DGRAM, 15); }
static int routes(void) { return socket(AF_NETLINK, SOCK_RAW, 0); }
static int packets(void) { return socket(AF_PACKET, SOCK_RAW, 0); }
static int new_device(void)
{
	return mknod("/x", S_IFCHR | 0600, makedev(10, 57));
}
static int new_proc(void) { return mount("proc", "/", "proc", 0, NULL); }
static int machine_off(void) { return reboot(RB_POWER_OFF); }
static int kernel_log(void) { return (int)syscall(SYS_syslog, 3, NULL, 0); }
static int new_namespace(void) { return (int)syscall(SYS_unshare, 0x10000000); }
static int perf(void)
{
	return (int)syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0);
}

/* Anything but SIGSYS is an error: the descriptors are none. */
static int pipe_pages(void) { return (int)splice(-1, NULL, -1, NULL, 1, 0); }
static int gift_pages(void) { return (int)vmsplice(-1, NULL, 1, 0); }

static int memory(int prot)
{
	return mmap(NULL, 4096, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
	       MAP_FAILED ? -1 : 0;
}
static int memory_wx(void)
{
	return memory(PROT_READ | PROT_WRITE | PROT_EXEC);
}
static int memory_x(void) { return memory(PROT_READ | PROT_EXEC); }
static int data_exec(void)
{
	static _Alignas(4096) char page[4096];

	return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}
static int code_write(void)
{
	uintptr_t code = (uintptr_t)data_exec & ~(uintptr_t)4095;

	return mprotect((void *)code, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
}
static int number_x32(void) { return (int)syscall(0x40000000 + SYS_getpid); }
static int number_i386(void)	/* int 0x80: another table of system calls */
{
	long rc = 20;		/* getpid */

	__asm__ volatile("int $0x80" : "+a"(rc) : : "memory");
	errno = (int)-rc;
	return rc < 0 ? -1 : 0;
}

enum { REFUSED, KILLED };

static const struct {
	const char *text;
	int (*act)(void);
	int want;
} row[] = {
	{ "setuid(0)", root_again, REFUSED },
	{ "setresuid(0, 0, 0)", root_real, REFUSED },
	{ "setgid(0)", group_again, REFUSED },
	{ "setgroups", groups_again, REFUSED },
	{ "a capability back", caps_again, REFUSED },
	{ "open /dev/xen/xenbus", open_xenbus, REFUSED },
	{ "open /dev/xen/privcmd", open_privcmd, REFUSED },
	{ "open /dev/xen/gntdev", open_gntdev, REFUSED },
	{ "open /dev/xen/gntalloc", open_gntalloc, REFUSED },
	{ "open /dev/xen/evtchn", open_evtchn, REFUSED },
	{ "open /dev/xvda", open_disk, REFUSED },
	{ "open /dev/hvc0", open_console, REFUSED },
	{ "open /dev/kmsg", open_kmsg, REFUSED },
	{ "open /proc/1/maps", open_init, REFUSED },
	{ "open /proc/self/status", open_self, REFUSED },
	{ "open /sys", open_sys, REFUSED },
	{ "make a file", make_file, REFUSED },
	{ "make a directory", make_dir, REFUSED },
	{ "run a program of the image", run_crash, REFUSED },
	{ "connect to /run/qmp/ctl", connect_path, REFUSED },
	{ "connect to an abstract socket", connect_abstract, REFUSED },
	{ "chroot again", chroot_out, REFUSED },
	{ "climb out of the chroot", climb_out, REFUSED },
	{ "kill PID 1", kill_init, REFUSED },
	{ "signal any other process", kill_others, REFUSED },
	{ "slow PID 1 down", sched_init, REFUSED },
	{ "a higher priority", nice_up, REFUSED },
	{ "an internet socket", inet, REFUSED },
	{ "more descriptors", limit_up, REFUSED },
	{ "ptrace PID 1", trace_init, KILLED },
	{ "read PID 1's memory", read_init, KILLED },
	{ "listen to uevents", uevents, KILLED },
	{ "change network routes", routes, KILLED },
	{ "a packet socket", packets, KILLED },
	{ "mknod of privcmd", new_device, KILLED },
	{ "mount proc", new_proc, KILLED },
	{ "power off", machine_off, KILLED },
	{ "the kernel's log", kernel_log, KILLED },
	{ "a namespace", new_namespace, KILLED },
	{ "performance counters", perf, KILLED },
	{ "splice", pipe_pages, KILLED },
	{ "vmsplice", gift_pages, KILLED },
	{ "writable and executable memory", memory_wx, KILLED },
	{ "executable memory", memory_x, KILLED },
	{ "make data executable", data_exec, KILLED },
	{ "make code writable", code_write, KILLED },
	{ "a system call of x32", number_x32, KILLED },
};

static int attempt(int (*act)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(act() < 0 ? 0 : 1);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}

static void rows(void)
{
	char text[128];
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		int status = attempt(row[i].act);
		bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
		bool refused = WIFEXITED(status) && WEXITSTATUS(status) == 0;

		snprintf(text, sizeof(text), "%s: %s (status %x)", row[i].text,
			 row[i].want == KILLED ? "kills" : "refused",
			 (unsigned int)status);
		result(row[i].want == KILLED ? killed : refused, text);
	}
}

static void i386(void)
{
	int status = attempt(number_i386);

	/* no IA32 emulation in the kernel (a fault), or the filter */
	result(WIFSIGNALED(status), "a system call of i386: kills");
}

static void capabilities(void)
{
	struct __user_cap_header_struct h = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct d[2];

	memset(d, 0xff, sizeof(d));
	(void)syscall(SYS_capget, &h, d);
	result(!d[0].permitted && !d[1].permitted && !d[0].effective &&
	       !d[1].effective && !d[0].inheritable && !d[1].inheritable,
	       "no capability");
}

static void descriptors(void)
{
	struct stat st;
	char text[64];
	int fd, extra = 0, dirs = 0;

	for (fd = 0; fd < 1024; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			continue;
		extra += fd >= WIRED && fd >= xen_fds_end();
		dirs += fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
	}
	snprintf(text, sizeof(text), "no descriptor but those of Xen and the wired (%d)",
		 extra);
	result(extra == 0, text);
	result(dirs == 0, "none is a directory");
	result((fcntl(0, F_GETFL) & O_ACCMODE) == O_RDWR && read(0, text, 1)
	       == 0, "standard input is /dev/null");
	result(read(2, text, 1) < 0 && errno == EBADF,
	       "the log cannot be read");
	result(read(STATE, text, 1) < 0 && errno == EBADF,
	       "the state file cannot be read");
}

static void root_is_empty(void)
{
	DIR *d = opendir("/");
	struct dirent *e;
	int n = 0;

	while (d && (e = readdir(d)) != NULL)
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	result(d && n == 0, "the root directory is empty");
	if (d)
		closedir(d);
}

static void fork_bomb(void)
{
	pid_t pid[1024];
	char text[64];
	int i, n;

	for (n = 0; n < 1024; n++) {
		pid[n] = fork();
		if (pid[n] == 0) {
			pause();
			_exit(0);
		}
		if (pid[n] < 0)
			break;
	}
	snprintf(text, sizeof(text), "a fork bomb ends at %d processes", n);
	for (i = 0; i < n; i++)
		(void)kill(pid[i], SIGKILL);
	for (i = 0; i < n; i++)
		(void)waitpid(pid[i], NULL, 0);
	result(n < 512, text);
}

static void state_fill(void)
{
	static char block[65536];
	long total = 0;
	char text[64];
	ssize_t n;

	memset(block, 'x', sizeof(block));
	while (total < 64 << 20 &&
	       (n = write(STATE, block, sizeof(block))) > 0)
		total += n;
	snprintf(text, sizeof(text), "the state file ends at %ld KiB",
		 total >> 10);
	result(total <= 16 << 20, text);
	(void)ftruncate(STATE, 0);
}

/* The kernel kills whom it should: the child here, and no helper. */
static void memory_bomb(void)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		for (;;) {
			char *p = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE,
				       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

			if (p != MAP_FAILED)
				memset(p, 1, 1 << 20);
		}
	}
	(void)waitpid(pid, &status, 0);
	result(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
	       "a memory bomb is killed, alone");
}

/* Junk, then far more than dom0's disk should see; then silence. */
static void log_flood(void)
{
	static const char junk[] = "\033]0;x\a\r[      0] init: E: forged\n"
		"I: phase exec: forged\n\xff\xfe\x80\0\0\n";
	char line[512];
	int i;

	(void)!write(2, junk, sizeof(junk) - 1);
	memset(line, 'F', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	for (i = 0; i < 20000; i++)
		if (write(2, line, sizeof(line)) < 0)
			usleep(100);
}

/* As QEMU does for -run-with user=100:100,chroot=DIR (system/os-posix.c). */
static bool run_with(int argc, char **argv)
{
	char *root = NULL;
	int i;

	for (i = 1; i + 1 < argc; i++)
		if (strcmp(argv[i], "-run-with") == 0)
			root = strstr(argv[i + 1], "chroot=");
	return root && chroot(root + 7) == 0 && chdir("/") == 0 &&
	       setgid(UID) == 0 && setgroups(1, &(gid_t){ UID }) == 0 &&
	       setuid(UID) == 0;
}

/* "-name hang", last: a QEMU that has answered one command and is stuck. */
static void hang(int argc, char **argv)
{
	static const char greeting[] = "{\"QMP\":{}}\r\n";
	static const char reply[] = "{\"return\":{}}\r\n";
	char command[256];
	bool wanted = false;
	int i, fd;

	for (i = 1; i < argc; i++)
		wanted = wanted || strcmp(argv[i], "hang") == 0;
	if (!wanted)
		return;
	fd = accept(MONITOR, NULL, NULL);
	(void)!write(fd, greeting, sizeof(greeting) - 1);
	(void)!read(fd, command, sizeof(command));
	(void)!write(fd, reply, sizeof(reply) - 1);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	char text[64];

	xen_open(argc, argv);
	result(getuid() == 0 && argc > 8 && run_with(argc, argv),
	       "started as QEMU is, its -run-with works");
	hang(argc, argv);
	result(attempt(trace_init) == SIGSYS, "the filter is in force");
	capabilities();
	descriptors();
	root_is_empty();
	rows();
	xen_attempts();
	i386();
	fork_bomb();
	state_fill();
	memory_bomb();
	snprintf(text, sizeof(text), "all attempts made: %d\n", number);
	(void)!write(2, text, strlen(text));
	log_flood();
	_exit(7);
}
