// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. What a plan consists of, added one thing at a time: disks, NICs and
 * descriptors, and what was done to the arguments.
 */
#include "plan.h"
#include "vdev.h"

#include <stdio.h>
#include <string.h>

enum verdict plan_add_disk(struct plan *p, const struct dmconf *c,
			   const char *name, struct why *why)
{
	struct plan_disk *d = &p->disk[p->disks];
	size_t i;

	for (i = 0; i < p->disks; i++)
		if (strcmp(p->disk[i].name, name) == 0)
			return VERDICT_OK;
	if (p->disks == PLAN_MAX_DISKS)
		return why_user(why, "disk %s: more than %d disks", name,
				PLAN_MAX_DISKS);
	for (i = 0; i < c->vbds; i++) {
		if (!vdev_name(c->vbd[i].devid, d->name, sizeof(d->name)) ||
		    strcmp(d->name, name) != 0)
			continue;
		d->vbd = &c->vbd[i];
		p->disks++;
		return VERDICT_OK;
	}
	return why_user(why, "disk /dev/%.32s: named in the arguments, but the "
			"stub domain has no such vbd", name);
}

enum verdict plan_add_nic(struct plan *p, const struct dmconf *c,
			  unsigned int devid, struct plan_nic **nic,
			  struct why *why)
{
	struct plan_nic *n = &p->nic[p->nics];
	size_t i;

	for (i = 0; i < p->nics; i++)
		if (p->nic[i].devid == devid)
			return why_user(why, "nic %u: named twice in the "
					"arguments", devid);
	for (i = 0; i < c->vifs && c->vif[i].devid != devid; i++)
		;
	if (i == c->vifs)
		return why_user(why, "nic %u: named in the arguments, but the "
				"stub domain has no such vif", devid);
	/* No more NICs than vifs, so there is room. */
	n->devid = devid;
	n->fd = p->fds++;
	(void)snprintf(n->bridge, sizeof(n->bridge), "br%u", devid);
	p->nics++;
	*nic = n;
	return VERDICT_OK;
}

int plan_add_restore(struct plan *p)
{
	if (p->restore_fd == 0)
		p->restore_fd = p->fds++;
	return p->restore_fd;
}

int plan_add_ramdisk(struct plan *p, const char *name)
{
	if (p->ramdisk_fd == 0)
		p->ramdisk_fd = p->fds++;
	(void)snprintf(p->ramdisk, sizeof(p->ramdisk), "%s", name);
	return p->ramdisk_fd;
}

void plan_add_note(struct plan *p, const struct plan_note *note)
{
	if (p->notes == PLAN_MAX_NOTES)
		p->notes_lost++;
	else
		p->note[p->notes++] = *note;
}
