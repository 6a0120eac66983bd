// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's uevent messages: "add@/devices/vbd-5632/block/xvdc", then
 * KEY=value strings, each ended by a NUL (lib/kobject_uevent.c). The part
 * before '@' is repeated as ACTION and DEVPATH, and ignored. Pure.
 */
#include "uevent.h"

#include "num.h"

#include <limits.h>
#include <string.h>

#define VBD_DIR	"/devices/vbd-"

/* The values of the keys that matter, as strings within the message. */
struct fields {
	const char *action;
	const char *devpath;
	const char *subsystem;
	const char *devtype;
	const char *devname;
};

bool uevent_number(const char *s, size_t len, unsigned int *out)
{
	unsigned long long n;

	if (!num_span(s, len, INT_MAX, &n) || (s[0] == '0' && len > 1))
		return false;
	*out = (unsigned int)n;
	return true;
}

static void field_set(struct fields *f, const char *s)
{
	const struct { const char *key; const char **value; } row[] = {
		{ "ACTION=", &f->action },
		{ "DEVPATH=", &f->devpath },
		{ "SUBSYSTEM=", &f->subsystem },
		{ "DEVTYPE=", &f->devtype },
		{ "DEVNAME=", &f->devname },
	};
	size_t i;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		if (strncmp(s, row[i].key, strlen(row[i].key)) == 0)
			*row[i].value = s + strlen(row[i].key);
}

/* Every string must end within the message: its last byte is a NUL. */
static bool fields_split(const char *msg, size_t len, struct fields *f)
{
	size_t at = 0;

	if (len == 0 || msg[len - 1] != '\0')
		return false;
	while (at < len) {
		field_set(f, msg + at);
		at += strlen(msg + at) + 1;
	}
	return f->action && f->devpath && f->subsystem;
}

/* "/devices/vbd-N" + rest: returns the rest, or NULL. */
static const char *vbd_path(const char *path, unsigned int *devid)
{
	const char *num;
	size_t len;

	if (strncmp(path, VBD_DIR, strlen(VBD_DIR)) != 0)
		return NULL;
	num = path + strlen(VBD_DIR);
	len = strcspn(num, "/");
	return uevent_number(num, len, devid) ? num + len : NULL;
}

static enum uevent_kind by_action(const char *action, enum uevent_kind add,
				  enum uevent_kind rem)
{
	if (strcmp(action, "add") == 0)
		return add;
	if (strcmp(action, "remove") == 0)
		return rem;
	return UEVENT_OTHER;
}

/* Not "." or "..", and no '/': it becomes a path below /dev. */
static bool node_valid(const char *node, size_t max)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t len = strspn(node, plain);

	return len > 0 && len < max && node[len] == '\0';
}

static enum uevent_kind disk_kind(const struct fields *f, const char *rest,
				  struct uevent *ev)
{
	if (strncmp(rest, "/block/", 7) != 0)
		return UEVENT_OTHER;
	if (!f->devtype || strcmp(f->devtype, "disk") != 0)
		return UEVENT_OTHER;
	if (!f->devname || !node_valid(f->devname, sizeof(ev->node)))
		return UEVENT_OTHER;
	memcpy(ev->node, f->devname, strlen(f->devname) + 1);
	return by_action(f->action, UEVENT_DISK_ADD, UEVENT_DISK_REMOVE);
}

void uevent_parse(const char *msg, size_t len, struct uevent *ev)
{
	struct fields f = { .action = NULL };
	const char *rest;

	memset(ev, 0, sizeof(*ev));
	if (!fields_split(msg, len, &f))
		return;
	rest = vbd_path(f.devpath, &ev->devid);
	if (!rest)
		return;
	if (strcmp(f.subsystem, "xen") == 0 && *rest == '\0')
		ev->kind = by_action(f.action, UEVENT_VBD_ADD,
				     UEVENT_VBD_REMOVE);
	else if (strcmp(f.subsystem, "block") == 0)
		ev->kind = disk_kind(&f, rest, ev);
}
