/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONF_H
#define CONF_H

#include "argv.h"
#include "store.h"
#include "why.h"

#include <stdbool.h>
#include <stddef.h>

#define CONF_MAX_ARGS		1100
#define CONF_MAX_ARG_LEN	4096	/* xenstore's own limit */
#define CONF_MAX_VBDS		128
#define CONF_MAX_VIFS		32
#define CONF_MAX_CONSOLES	16
#define CONF_MAX_PATH		128
#define CONF_MAX_FILE		256

struct conf_vbd {
	unsigned int devid;
	char backend[CONF_MAX_PATH];
	bool cdrom;
	bool readonly;
	bool empty;
	/* dom0's name of the file or device if all of it comes; or "" */
	char file[CONF_MAX_FILE];
};

struct conf_vif {
	unsigned int devid;
	char mac[18];
};

struct conf_console {
	unsigned int n;
	bool output;		/* someone in dom0 serves it */
};

/* All that the toolstack says about the device model to run. */
struct dmconf {
	unsigned int target;
	struct argvec args;
	size_t vbds, vifs, consoles;
	struct conf_vbd vbd[CONF_MAX_VBDS];
	struct conf_vif vif[CONF_MAX_VIFS];
	struct conf_console console[CONF_MAX_CONSOLES];
	/* Read only where there are no arguments. */
	char name[256];
	unsigned long long mem_kib;	/* 0: not known */
	unsigned long long video_kib;	/* 0: not known */
	bool no_boot_roms;	/* the image was built without them */
	/* The administrator's words, on the kernel's command line. */
	bool unrestricted;
	char shell[8];		/* the console of the debug shell, "hvc4" */
};

/* Fill c, all zero on entry. */
enum verdict conf_read(struct dmconf *c, const struct store *s,
		       struct why *why);

/* Take what the kernel's command line says. */
void conf_words(struct dmconf *c, const char *cmdline);

#endif
