// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. From what the toolstack says to what will be done: the arguments
 * through the rules, then our own.
 */
#include "planner.h"
#include "rules.h"
#include "vdev.h"
#include "wiring.h"

#include <stdio.h>
#include <string.h>

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

/* What the toolstack leaves to us. */
static enum argv_err add_own(struct plan *p, bool boot_roms)
{
	bool roms = p->netboot && boot_roms;
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
		"-global", roms ? "e1000.romfile=pxe-e1000.rom" :
			     "e1000.romfile=",
		"-global", roms ? "rtl8139.romfile=pxe-rtl8139.rom" :
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

enum verdict planner_make(struct plan *p, const struct dmconf *c,
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
		err = add_own(p, !c->no_boot_roms);
	if (err == ARGV_OK && !c->unrestricted)
		err = add_restrictions(&p->argv);
	if (err != ARGV_OK)
		return why_user(why, "arguments: %s", argv_strerror(err));
	return VERDICT_OK;
}
