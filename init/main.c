// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PID 1 of the stub domain. Set up, start, supervise, power off. It holds no
 * Xen handle, allocates nothing and parses nothing.
 */
#include "halt.h"
#include "io.h"
#include "log.h"
#include "loop.h"
#include "mounts.h"
#include "version.h"
#include "wire.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Nothing has been started and there is no log: say it on the console, which
 * must not block, and end the domain. Never called once the loop runs.
 */
static _Noreturn void die(const char *what, int err)
{
	char line[128];
	int fd;

	snprintf(line, sizeof(line), "init: E: %s: %s\n", what,
		 strerror(-err));
	fd = open("/dev/console", O_WRONLY | O_NOCTTY | O_NONBLOCK);
	if (fd >= 0)
		(void)io_write_all(fd, line, strlen(line));
	halt_now();
}

int main(int argc, char **argv)
{
	static struct loop loop;
	long long up_ms = io_ms();
	const char *what;
	int rc;

	if (getpid() != 1 && version_asked(argc, argv))
		return 0;
	umask(022);
	rc = mounts_make(&what);
	if (rc < 0)
		die(what, rc);
	rc = wire_stdio();
	if (rc < 0)
		die("/dev/null", rc);
	rc = wire_open(loop.wire, &what);
	if (rc < 0)
		die(what, rc);
	rc = loop_open(&loop, &what);
	if (rc < 0)
		die(what, rc);

	log_i("%s", version_text());
	log_i("phase init: kernel up in %lld ms", up_ms);
	loop_start(&loop);
	log_i("phase services-started");
	loop_run(&loop);
	if (!loop.guest_down)
		halt_panic();
	halt_now();
}
