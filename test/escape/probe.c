// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe PID DOMID: with copies of all descriptors of a process, of the real
 * QEMU, make the attempts of xen.c. Run as root from the debug shell: what the
 * descriptors allow does not depend on who holds them.
 */
#include "escape.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FDS_MAX 256

static int number;

void result(bool good, const char *text)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++number, text);
}

int main(int argc, char **argv)
{
	int fd, pidfd, got = 0;

	if (argc != 3)
		return 100;
	pidfd = (int)syscall(SYS_pidfd_open, atoi(argv[1]), 0);
	for (fd = 3; pidfd >= 0 && fd < FDS_MAX; fd++)
		got += syscall(SYS_pidfd_getfd, pidfd, fd, 0) >= 0;
	if (got == 0) {
		printf("not ok 0 - %s\n", strerror(errno));
		return 111;
	}
	xen_adopt(atoi(argv[2]));
	xen_attempts();
	printf("all attempts made: %d, with %d descriptors\n", number, got);
	return 0;
}
