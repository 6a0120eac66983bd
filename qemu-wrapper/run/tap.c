// SPDX-License-Identifier: GPL-2.0-or-later
/* PURE. What -netdev says of a tap, and how it is said with a descriptor. */
#include "tap.h"
#include "num.h"
#include "optstr.h"

#include <stdio.h>
#include <string.h>

bool tap_devid(const char *ifname, unsigned int target, unsigned int *devid)
{
	char prefix[16], buf[16];
	size_t len, n;

	(void)snprintf(prefix, sizeof(prefix), "vif%u.", target);
	len = strlen(prefix);
	if (strncmp(ifname, prefix, len) != 0)
		return false;
	n = strcspn(ifname + len, "-");
	if (n >= sizeof(buf) || strcmp(ifname + len + n, "-emu") != 0)
		return false;
	memcpy(buf, ifname + len, n);
	buf[n] = '\0';
	return num_uint(buf, 0xffff, devid);
}

bool tap_is(const char *value)
{
	char type[16];

	return (optstr_implied(value, type, sizeof(type)) ||
		optstr_find(value, "type", type, sizeof(type))) &&
	       strcmp(type, "tap") == 0;
}

/* Keys that QEMU refuses beside fd=, or that only concern dom0. */
static bool tap_key_goes(const struct optstr *o)
{
	static const char *const gone[] = {
		"ifname", "br", "script", "downscript", "helper", "fd",
	};
	size_t i;

	for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		if (optstr_key_is(o, gone[i]))
			return true;
	return false;
}

void tap_by_fd(const char *value, int fd, char *buf, size_t cap)
{
	const char *pos = value;
	struct optstr o;
	size_t n = 0;

	while (optstr_next(value, &pos, &o)) {
		if (tap_key_goes(&o) || n + o.len + 1 >= cap)
			continue;
		memcpy(buf + n, o.start, o.len);
		n += o.len;
		buf[n++] = ',';
	}
	(void)snprintf(buf + n, cap - n, "fd=%d", fd);
}
