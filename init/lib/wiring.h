/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the programs of the stub domain agree on before they start: inherited
 * descriptors, identities, paths. init makes it true (init/services.c), the
 * others rely on it. No program talks to another in any other way.
 */
#ifndef WIRING_H
#define WIRING_H

/* logd: fd 1 is hvc0, the read end of each program's log pipe follows. */
enum {
	LOGD_FD_INIT = 3,
	LOGD_FD_DM = 4,		/* dm-run, then QEMU */
	LOGD_FD_QMPD = 5,
	LOGD_FD_HOTPLUGD = 6,
	LOGD_FD_CRASH = 7,
	LOGD_FD_END
};

/* dm-run: what it hands on to QEMU under the same numbers. */
enum {
	DM_FD_MON_LIBXL = 3,	/* listening UNIX socket, libxl's monitor */
	DM_FD_MON_CTL = 4,	/* listening UNIX socket, our own monitor */
	DM_FD_STATE = 5,	/* device state on save, O_WRONLY: fdset 1 */
	DM_FD_END
};

enum {
	QMPD_FD_HOTPLUG = 3,	/* SOCK_SEQPACKET to hotplugd */
	QMPD_FD_STATE = 4,	/* device state on save: read, emptied */
	QMPD_FD_MEMO = 5,	/* what its successor has to know: memory */
	QMPD_FD_END
};

enum {
	HOTPLUGD_FD_QMPD = 3,	/* SOCK_SEQPACKET to qmpd */
	HOTPLUGD_FD_END
};

#define QMPD_MEMO_BYTES	4096	/* zeros at first */

#define UID_QEMU	100
#define UID_QMPD	101
#define UID_LOGD	102
#define UID_FEED	103	/* gives QEMU the saved state (run/feed.c) */

#define DIR_QMP		"/run/qmp"	/* qmpd's root: monitor sockets */
#define DIR_EMPTY	"/run/empty"	/* root of those who need no file */
#define DIR_STATE	"/run/state"	/* tmpfs of its own: device state */
#define SOCK_LIBXL	"libxl"		/* in DIR_QMP */
#define SOCK_CTL	"ctl"		/* in DIR_QMP */
#define DIR_QEMU_DATA	"/share/qemu"

/*
 * Exit status of every program, as in s6: 100 is the user's fault (a wrong
 * configuration: trying again cannot help), 111 the system's.
 */
#define EXIT_USER	100
#define EXIT_SYSTEM	111

/*
 * hotplugd to qmpd, with one descriptor (SCM_RIGHTS): the medium of the CD
 * drive devid, for QEMU's fdset with opaque "stub-devid:<devid>".
 */
struct hotplug_msg {
	unsigned int devid;
};

#endif
