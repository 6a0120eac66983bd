// SPDX-License-Identifier: GPL-2.0-or-later
/* links: init/lib/calls.c init/lib/drop.c */
/*
 * The filter: what passes, what kills, in both kinds, by number and by
 * argument, at the rules' edges; and what drop_all() leaves. Needs root.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "calls.h"
#include "drop.h"

static const struct calls_rule only[] = {
	{ .nr = SYS_getpid },
	{ .nr = SYS_socket, .arg = 0, .mask = ~0u, .value = AF_UNIX },
	{ .nr = SYS_socket, .arg = 0, .mask = ~0u, .value = AF_INET },
	{ .nr = SYS_mmap, .arg = 2, .mask = PROT_EXEC, .value = 0 },
	{ .nr = SYS_getuid },
	{ .nr = SYS_exit_group },
};

static const struct calls_rule all_but[] = {
	{ .nr = SYS_getpid },
	{ .nr = SYS_socket, .arg = 0, .mask = ~0u, .value = AF_NETLINK },
	{ .nr = SYS_mmap, .arg = 2, .mask = PROT_EXEC, .value = PROT_EXEC },
};

#define RULES(t) t, sizeof(t) / sizeof(t[0])

static const struct {
	const char *name;
	enum calls_kind kind;
	const struct calls_rule *rule;
	size_t n;
	long nr, a, b, c;
	bool passes;
} row[] = {
	{ "listed", CALLS_ONLY, RULES(only), SYS_getpid, 0, 0, 0, true },
	{ "listed after ones with arguments", CALLS_ONLY, RULES(only),
	  SYS_getuid, 0, 0, 0, true },
	{ "not listed", CALLS_ONLY, RULES(only), SYS_getppid, 0, 0, 0, false },
	{ "first value", CALLS_ONLY, RULES(only), SYS_socket, AF_UNIX,
	  SOCK_STREAM, 0, true },
	{ "second value", CALLS_ONLY, RULES(only), SYS_socket, AF_INET,
	  SOCK_STREAM, 0, true },
	{ "no value", CALLS_ONLY, RULES(only), SYS_socket, AF_NETLINK,
	  SOCK_RAW, 0, false },
	{ "bit not set", CALLS_ONLY, RULES(only), SYS_mmap, 0, 0,
	  PROT_READ | PROT_WRITE, true },
	{ "bit set", CALLS_ONLY, RULES(only), SYS_mmap, 0, 0,
	  PROT_READ | PROT_EXEC, false },
	{ "x32", CALLS_ONLY, RULES(only), 0x40000000 + SYS_getpid, 0, 0, 0,
	  false },
	{ "but: listed", CALLS_ALL_BUT, RULES(all_but), SYS_getpid, 0, 0, 0,
	  false },
	{ "but: not listed", CALLS_ALL_BUT, RULES(all_but), SYS_getppid, 0, 0,
	  0, true },
	{ "but: value", CALLS_ALL_BUT, RULES(all_but), SYS_socket, AF_NETLINK,
	  SOCK_RAW, 0, false },
	{ "but: another value", CALLS_ALL_BUT, RULES(all_but), SYS_socket,
	  AF_UNIX, SOCK_STREAM, 0, true },
	{ "but: bit set", CALLS_ALL_BUT, RULES(all_but), SYS_mmap, 0, 0,
	  PROT_WRITE | PROT_EXEC, false },
	{ "but: bit not set", CALLS_ALL_BUT, RULES(all_but), SYS_mmap, 0, 0,
	  PROT_READ, true },
	{ "but: x32", CALLS_ALL_BUT, RULES(all_but),
	  0x40000000 + SYS_getppid, 0, 0, 0, false },
};

static void child(size_t i)
{
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (calls_filter(row[i].kind, row[i].rule, row[i].n) < 0)
		_exit(2);
	(void)syscall(row[i].nr, row[i].a, row[i].b, row[i].c, 0, -1, 0);
	(void)syscall(SYS_exit_group, 0);
}

static void filter(void **state)
{
	int status;
	bool passed;
	size_t i;
	pid_t pid;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		pid = fork();
		if (pid == 0)
			child(i);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		passed = WIFEXITED(status) && WEXITSTATUS(status) == 0;
		if (passed != row[i].passes ||
		    (!passed && (!WIFSIGNALED(status) ||
				 WTERMSIG(status) != SIGSYS)))
			fail_msg("%s: status %x", row[i].name, status);
	}
}

static void too_many(void **state)
{
	static const struct calls_rule many[129];

	(void)state;
	assert_int_equal(calls_filter(CALLS_ONLY, many, 129), -E2BIG);
}

/* A line of /proc/self/status begins with text. */
static bool status_has(const char *text)
{
	char line[256];
	bool found = false;
	FILE *f = fopen("/proc/self/status", "r");

	while (f && fgets(line, sizeof(line), f))
		found = found || strncmp(line, text, strlen(text)) == 0;
	if (f)
		fclose(f);
	return found;
}

static int dropped(uid_t uid)
{
	static const struct drop_limit limits[] = {
		{ RLIMIT_NOFILE, 20, "RLIMIT_NOFILE" },
	};
	const struct drop d = { .uid = uid, .limits = limits, .n_limits = 1 };
	const char *what;
	struct rlimit r;

	if (drop_all(&d, &what) < 0)
		return 1;
	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);	/* to read on */
	if (!status_has("CapEff:\t0000000000000000") ||
	    !status_has("CapPrm:\t0000000000000000") ||
	    !status_has("CapBnd:\t0000000000000000") ||
	    !status_has("NoNewPrivs:\t1"))
		return 2;
	if (getuid() != uid || geteuid() != uid || getgid() != (gid_t)uid)
		return 3;
	if (getrlimit(RLIMIT_NOFILE, &r) < 0 || r.rlim_max != 20)
		return 4;
	return uid && setuid(0) == 0 ? 5 : 0;
}

static void drop(void **state)
{
	static const uid_t uid[] = { 0, 101 };
	int status;
	size_t i;
	pid_t pid;

	(void)state;
	for (i = 0; i < 2; i++) {
		pid = fork();
		if (pid == 0)
			_exit(dropped(uid[i]));
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
}

static void drop_fails(void **state)
{
	const struct drop d = { .root = "/no/such/directory", .uid = 101 };
	const char *what;

	(void)state;
	assert_int_equal(drop_all(&d, &what), -ENOENT);
	assert_string_equal(what, "root directory");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filter), cmocka_unit_test(too_many),
		cmocka_unit_test(drop), cmocka_unit_test(drop_fails),
	};

	if (geteuid() != 0) {
		puts("1..0 # SKIP not root");
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("calls", tests, NULL, NULL);
}
