/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PLAN_H
#define PLAN_H

#include "argv.h"
#include "conf.h"
#include "why.h"
#include "wiring.h"

#include <stdbool.h>
#include <stddef.h>

#define PLAN_QEMU	"/bin/qemu"
#define PLAN_BOOT_ROM	DIR_QEMU_DATA "/pxe-e1000.rom"
#define PLAN_HVC_RESTORE "/dev/hvc2"
#define PLAN_MAX_DISKS	32
#define PLAN_MAX_NICS	CONF_MAX_VIFS
#define PLAN_MAX_NOTES	64

/* A disk that QEMU opens by name, so it must be there before QEMU starts. */
struct plan_disk {
	const struct conf_vbd *vbd;
	char name[16];		/* "xvda" */
};

/* The tap's descriptor is fd; its bridge joins it to the netfront devid. */
struct plan_nic {
	unsigned int devid;
	char tap[16];
	char bridge[16];
	int fd;
};

/* What was done to the toolstack's arguments, and why. */
struct plan_note {
	const char *done;	/* "dropped", "replaced" */
	const char *arg;
	const char *value;	/* NULL: the option has none */
	const char *why;
};

/*
 * Everything that happens between here and QEMU's first instruction. Points
 * into the struct dmconf it was made from.
 */
struct plan {
	unsigned int target;
	struct argvec argv;
	size_t disks, nics, notes;
	struct plan_disk disk[PLAN_MAX_DISKS];
	struct plan_nic nic[PLAN_MAX_NICS];
	struct plan_note note[PLAN_MAX_NOTES];
	size_t notes_lost;
	int restore_fd;		/* the saved state's pipe; 0: none */
	int ramdisk_fd;		/* a copy of ramdisk in memory; 0: none */
	char ramdisk[16];	/* "xvdz" */
	bool netboot;		/* the network is in the boot order */
	bool unrestricted;	/* for PCI passthrough (docs/threat.md) */
	int fds;		/* one above the last that QEMU gets */
};

/* Note the disk /dev/<name>; the same one twice is one. */
enum verdict plan_add_disk(struct plan *p, const struct dmconf *c,
			   const char *name, struct why *why);

/* Note the NIC; nic->fd is its descriptor then. */
enum verdict plan_add_nic(struct plan *p, const struct dmconf *c,
			  unsigned int devid, struct plan_nic **nic,
			  struct why *why);

/* The descriptor the saved state is read from. */
int plan_add_restore(struct plan *p);

/* The descriptor of a copy of the disk /dev/<name>. */
int plan_add_ramdisk(struct plan *p, const char *name);

/* What was changed of an argument. Too many are counted in notes_lost. */
void plan_add_note(struct plan *p, const struct plan_note *note);

#endif
