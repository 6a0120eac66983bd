// SPDX-License-Identifier: GPL-2.0-or-later
/* links: init/hotplug/uevent.c init/lib/num.c */
/* A message of the kernel's uevent socket. */
#include "fuzz.h"
#include "init/hotplug/uevent.h"

#include <limits.h>
#include <string.h>

/* The node becomes a path below /dev that root opens. */
static void node_check(const char *node)
{
	CHECK(node[0] != '\0');
	CHECK(strpbrk(node, "./\\\n ") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *msg = malloc(size + 1);
	struct uevent ev;

	if (!msg)
		return 0;
	memcpy(msg, data, size);
	uevent_parse(msg, size, &ev);
	CHECK(memchr(ev.node, '\0', sizeof(ev.node)) != NULL);
	CHECK(ev.devid <= INT_MAX);
	if (ev.kind == UEVENT_DISK_ADD || ev.kind == UEVENT_DISK_REMOVE)
		node_check(ev.node);
	free(msg);
	return 0;
}
