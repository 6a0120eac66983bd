// SPDX-License-Identifier: GPL-2.0-or-later
/* links: init/hotplug/uevent.c init/hotplug/known.c init/hotplug/meminfo.c init/lib/num.c qemu-wrapper/run/vdev.c */
/*
 * Device numbers as xenstore names them, one a line: "5632" comes, "-5632"
 * goes. The set is compared with one of a bit per number.
 */
#include "fuzz.h"
#include "init/hotplug/known.h"
#include "init/hotplug/meminfo.h"
#include "init/hotplug/uevent.h"
#include "qemu-wrapper/run/vdev.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

static bool model[1 << 16];

static void name_check(unsigned int devid)
{
	char name[16];

	if (!vdev_name(devid, name, sizeof(name)))
		return;
	CHECK(strncmp(name, "xvd", 3) == 0 && strlen(name) > 3);
	CHECK(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789") ==
	      strlen(name));
}

static void step(struct known *k, const char *s, size_t len)
{
	bool gone = len > 0 && s[0] == '-';
	unsigned int devid;

	if (!uevent_number(s + gone, len - gone, &devid))
		return;
	CHECK(devid <= INT_MAX);
	name_check(devid);
	if (devid >= sizeof(model))
		return;
	CHECK(known_has(k, devid) == model[devid]);
	if (gone) {
		known_remove(k, devid);
		model[devid] = false;
	} else if (known_add(k, devid)) {
		model[devid] = true;
	} else {
		CHECK(k->n == KNOWN_MAX && !model[devid]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *p;
	struct known k = { .n = 0 };
	size_t i;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	CHECK(meminfo_kib(text, "MemTotal") >= -1);
	for (p = text; *p; p += p[strcspn(p, "\n")] ? strcspn(p, "\n") + 1 :
	     strlen(p))
		step(&k, p, strcspn(p, "\n"));
	for (i = 0; i < k.n; i++)
		model[k.devid[i]] = false;
	free(text);
	return 0;
}
