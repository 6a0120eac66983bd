// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. From what the toolstack says to what will be done: the arguments
 * through the rules, then our own; disks, NICs and descriptors on the way.
 */
#include "plan.h"
#include "rules.h"
#include "vdev.h"
#include "wiring.h"

#include <stdio.h>
#include <string.h>

static const char dev[] = "/dev/";

/*
 * Two vbds with one name: blkfront takes the first and refuses the second,
 * so which image is /dev/xvda would be a matter of luck.
 */
static enum verdict check_names(const struct dmconf *c, struct why *why)
{
	char a[16], b[16];
	size_t i, k;

	for (i = 0; i < c->vbds; i++) {
		if (!vdev_name(c->vbd[i].devid, a, sizeof(a)))
			continue;
		for (k = 0; k < i; k++) {
			if (!vdev_name(c->vbd[k].devid, b, sizeof(b)) ||
			    strcmp(a, b) != 0)
				continue;
			return why_user(why, "disks %u and %u: both are %s in "
					"a stub domain: give each disk of the "
					"guest a letter of its own (hda, sda "
					"and xvda share one)",
					c->vbd[k].devid, c->vbd[i].devid, a);
		}
	}
	return VERDICT_OK;
}

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
	return why_user(why, "disk %s%.32s: named in the arguments, but the "
			"stub domain has no such vbd", dev, name);
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

/* What the toolstack leaves to us. */
static enum argv_err add_own(struct plan *p)
{
	char fmt[][96] = { "", "", "" };
	const char *const own[] = {
		"-chardev", fmt[0],
		"-mon", "chardev=qmp-libxl,mode=control",
		"-chardev", fmt[1],
		"-mon", "chardev=qmp-ctl,mode=control",
		"-add-fd", fmt[2],
		"-L", DIR_QEMU_DATA,
		/*
		 * A boot ROM costs time at every boot, and QEMU ends when it
		 * misses one (hw/pci/pci.c, pci_add_option_rom).
		 */
		"-global", p->netboot ? "e1000.romfile=pxe-e1000.rom" :
				     "e1000.romfile=",
		"-global", p->netboot ? "rtl8139.romfile=pxe-rtl8139.rom" :
				     "rtl8139.romfile=",
		"-global", "virtio-net-pci.romfile=",
		/*
		 * elevateprivileges=deny would kill QEMU in its own setgid():
		 * the filter is loaded by qemu_process_early_options(),
		 * -run-with is done at the end of qemu_init(). no_new_privs
		 * and the bounding set do that part (confine.c).
		 */
		"-sandbox",
		"on,obsolete=deny,spawn=deny,resourcecontrol=deny",
	};
	enum argv_err err = ARGV_OK;
	struct argvec *v = &p->argv;
	size_t i;

	(void)snprintf(fmt[0], sizeof(fmt[0]),
		       "socket,id=qmp-libxl,fd=%d,server=on,wait=off",
		       DM_FD_MON_LIBXL);
	(void)snprintf(fmt[1], sizeof(fmt[1]),
		       "socket,id=qmp-ctl,fd=%d,server=on,wait=off",
		       DM_FD_MON_CTL);
	(void)snprintf(fmt[2], sizeof(fmt[2]), "fd=%d,set=1", DM_FD_STATE);
	for (i = 0; i < sizeof(own) / sizeof(own[0]) && err == ARGV_OK; i++)
		err = argv_push_str(v, own[i]);
	return err;
}

/*
 * QEMU as nobody, in an empty directory; its handles on Xen for this guest only
 * and for no hypercall but dm_op, from when its devices are made on
 * (accel/xen/xen-all.c).
 */
static enum argv_err add_restrictions(struct argvec *v)
{
	char who[96];
	enum argv_err err;

	(void)snprintf(who, sizeof(who), "user=%d:%d,chroot=%s", UID_QEMU,
		       UID_QEMU, DIR_EMPTY);
	err = argv_push_str(v, "-run-with");
	if (err == ARGV_OK)
		err = argv_push_str(v, who);
	if (err == ARGV_OK)
		err = argv_push_str(v, "-xen-domid-restrict");
	return err;
}

enum verdict plan_make(struct plan *p, const struct dmconf *c,
		       struct why *why)
{
	enum argv_err err;
	enum verdict v;

	p->target = c->target;
	p->unrestricted = c->unrestricted;
	p->fds = DM_FD_END;
	v = check_names(c, why);
	if (v != VERDICT_OK)
		return v;
	err = argv_push_str(&p->argv, PLAN_QEMU);
	if (err == ARGV_OK)
		v = rules_apply(p, c, why);
	if (v != VERDICT_OK)
		return v;
	if (err == ARGV_OK)
		err = add_own(p);
	if (err == ARGV_OK && !c->unrestricted)
		err = add_restrictions(&p->argv);
	if (err != ARGV_OK)
		return why_user(why, "arguments: %s", argv_strerror(err));
	return VERDICT_OK;
}
