/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef APPLY_H
#define APPLY_H

#include "plan.h"
#include "store.h"
#include "why.h"

/*
 * The end of all waiting before QEMU, by io_ms(), which is 0 where libxl's
 * 30 s for the whole start begin (libxl_internal.h,
 * LIBXL_STUBDOM_START_TIMEOUT; libxl_dm.c, stubdom_pvqemu_unpaused). The rest
 * is for QEMU to make its devices and load a state in.
 */
#define APPLY_END_MS	25000

/* Where the descriptors of the plan wait for their numbers. */
struct applied {
	long long end;		/* by io_ms(): no waiting beyond this */
	int restore;
	int ramdisk;
	int tap[PLAN_MAX_NICS];
};

/*
 * Wait, until a->end, for the disks QEMU opens. s is asked about missing
 * ones.
 */
enum verdict apply_disks(const struct plan *p, const struct applied *a,
			 const struct store *s, struct why *why);

/* Taps and bridges, once their netfronts are there. */
enum verdict apply_nics(const struct plan *p, struct applied *a,
			struct why *why);

/* The RAM disk of a direct kernel boot, if there is one. */
enum verdict apply_ramdisk(const struct plan *p, struct applied *a,
			   struct why *why);

/* The saved state, if there is one. */
enum verdict apply_restore(const struct plan *p, struct applied *a,
			   struct why *why);

/* Become QEMU. Returns only on failure. */
enum verdict apply_exec(const struct plan *p, const struct applied *a,
			struct why *why);

#endif
