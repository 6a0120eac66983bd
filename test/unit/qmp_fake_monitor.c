// SPDX-License-Identifier: GPL-2.0-or-later
/* QEMU's monitor socket, as a stand-in. */
#include "qmp_fake.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int fake_monitor(char path[64], int backlog)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int sock;

	strcpy(path, "/tmp/qmp-fake-XXXXXX");
	assert(mkdtemp(path));
	strcat(path, "/monitor");
	strcpy(addr.sun_path, path);
	sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	assert(sock >= 0);
	assert(bind(sock, (struct sockaddr *)&addr, sizeof(addr)) == 0);
	assert(listen(sock, backlog) == 0);
	return sock;
}

void fake_monitor_end(int sock, const char *path)
{
	char folder[64];

	if (sock >= 0)
		close(sock);
	unlink(path);
	strcpy(folder, path);
	*strrchr(folder, '/') = '\0';
	rmdir(folder);
}

int fake_accept(int sock)
{
	return accept4(sock, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
