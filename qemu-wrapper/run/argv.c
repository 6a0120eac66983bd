// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. A bounded argument vector, and which of QEMU's options have an
 * argument: without that a guest named "-chroot" would be read as an option.
 */
#include "argv.h"

#include <string.h>

/*
 * Every option that is not here takes an argument (QEMU 10.0,
 * qemu-options.hx, DEF() without HAS_ARG), and the flags that QEMU has since
 * lost but that toolstacks still pass.
 */
static const char *const flags[] = {
	"S",
	"daemonize",
	"enable-kvm",
	"enable-sync-profile",
	"full-screen",
	"h",
	"help",
	"jitdump",
	"mem-prealloc",
	"no-acpi",		/* until QEMU 9.0 */
	"no-fd-bootchk",
	"no-hpet",		/* until QEMU 9.0 */
	"no-reboot",
	"no-shutdown",
	"no-user-config",
	"nodefaults",
	"nographic",
	"old-param",
	"only-migratable",
	"perfmap",
	"preconfig",
	"s",
	"semihosting",
	"snapshot",
	"usb",
	"version",
	"win2k-hack",
	"xen-attach",
	"xen-domid-restrict",
};

enum argv_err argv_push(struct argvec *v, const char *s, size_t len)
{
	if (v->n == ARGV_MAX_N)
		return ARGV_TOO_MANY;
	if (len >= sizeof(v->text) - v->used)
		return ARGV_TOO_LONG;
	if (memchr(s, '\0', len) != NULL)
		return ARGV_BAD_BYTE;
	v->arg[v->n] = memcpy(v->text + v->used, s, len);
	v->text[v->used + len] = '\0';
	v->used += len + 1;
	v->arg[++v->n] = NULL;
	return ARGV_OK;
}

enum argv_err argv_push_str(struct argvec *v, const char *s)
{
	return argv_push(v, s, strlen(s));
}

const char *argv_strerror(enum argv_err err)
{
	switch (err) {
	case ARGV_OK:
		return "no error";
	case ARGV_TOO_MANY:
		return "too many arguments";
	case ARGV_TOO_LONG:
		return "arguments are too long";
	case ARGV_BAD_BYTE:
		return "has a NUL byte inside";
	}
	return "unknown error";
}

const char *argv_option(const char *arg)
{
	if (arg[0] != '-')
		return NULL;
	return arg[1] == '-' ? arg + 2 : arg + 1;
}

bool argv_is_flag(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (strcmp(flags[i], name) == 0)
			return true;
	return false;
}
