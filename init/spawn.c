// SPDX-License-Identifier: GPL-2.0-or-later
/* From a row of the table to a running process. */
#include "spawn.h"

#include "log.h"
#include "wiring.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LIFT	64	/* above every target, and every wire */

/*
 * Lift every source above all targets first, so that no dup2() can overwrite
 * a source that is still needed. dup2() clears CLOEXEC.
 * Returns the last target, or -errno.
 */
static int fdmap_apply(const struct fdmap *map, const int wire[WIRE_COUNT])
{
	int lifted[SERVICE_FDS];
	int i, n, last = -1;

	for (n = 0; map[n].to >= 0; n++) {
		lifted[n] = fcntl(wire[map[n].from], F_DUPFD_CLOEXEC, LIFT);
		if (lifted[n] < 0)
			return -errno;
	}
	for (i = 0; i < n; i++) {
		last = map[i].to;
		if (dup2(lifted[i], last) < 0)
			return -errno;
	}
	return last;
}

/* Its failure costs the order of the OOM killer's victims, nothing else. */
static void oom_set(const char *score)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, score, strlen(score)) < 0)
		log_w("oom_score_adj %s: %s", score, strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void mask_set(bool term_blocked)
{
	sigset_t set;

	sigemptyset(&set);
	if (term_blocked)
		sigaddset(&set, SIGTERM);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

static _Noreturn void child(const struct service *s,
			    const int wire[WIRE_COUNT])
{
	char name[16] = "";
	char path[32] = "";
	char *const argv[] = { name, NULL };
	char *const envp[] = { NULL };
	int last;

	last = fdmap_apply(s->map, wire);
	if (last < 0)
		_exit(EXIT_SYSTEM);
	oom_set(s->oom_score_adj);
	/* musl has no wrapper; the kernel has it since 5.9 */
	if (syscall(SYS_close_range, (unsigned int)last + 1, ~0U, 0) < 0)
		_exit(EXIT_SYSTEM);
	(void)setsid();		/* cannot fail: a child leads no group */
	mask_set(s->term_blocked);
	strncpy(name, s->name, sizeof(name) - 1);
	strncpy(path, s->path, sizeof(path) - 1);
	execve(path, argv, envp);
	log_e("exec %s: %s", path, strerror(errno));
	_exit(EXIT_SYSTEM);
}

pid_t spawn_service(const struct service *s, const int wire[WIRE_COUNT])
{
	pid_t pid = fork();

	if (pid == 0)
		child(s, wire);
	return pid < 0 ? -errno : pid;
}
