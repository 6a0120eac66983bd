// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. What happens to which argument of the toolstack: one table. All that
 * has no row goes to QEMU as it is, and QEMU's own message tells what it does
 * not like.
 */
#include "rules.h"
#include "disks.h"
#include "optstr.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

struct option {
	const char *arg;	/* as given, with its dashes */
	const char *value;	/* NULL: a flag */
};

struct rules {
	struct plan *p;
	const struct dmconf *c;
	struct why *why;
};

enum act { ACT_DROP, ACT_INSTEAD, ACT_EDIT, ACT_FORM };

struct rule {
	const char *name;
	enum act act;
	bool (*applies)(const char *value);		/* NULL: always */
	const char *instead[2];				/* ACT_INSTEAD */
	enum verdict (*edit)(const struct rules *r,	/* ACT_EDIT */
			     const struct option *o);
	const char *form;				/* ACT_FORM: -drive's */
	const char *why;
};

#define FORM_HDA	"if=ide,index=0,media=disk"

static bool is_channel(const char *value);
static enum verdict edit_boot(const struct rules *r, const struct option *o);
static enum verdict edit_drive(const struct rules *r, const struct option *o);
static enum verdict edit_incoming(const struct rules *r,
				  const struct option *o);
static enum verdict edit_initrd(const struct rules *r, const struct option *o);
static enum verdict edit_kernel(const struct rules *r, const struct option *o);
static enum verdict edit_netdev(const struct rules *r,
				const struct option *o);
static enum verdict edit_serial(const struct rules *r,
				const struct option *o);

static const struct rule table[] = {
	/* Removed in QEMU 9.0 (docs/about/removed-features.rst). */
	{ .name = "chroot", .act = ACT_DROP,
	  .why = "names a directory of dom0, and is gone since QEMU 9.0: "
		 "the stub domain's own -run-with takes its place" },
	{ .name = "no-acpi", .act = ACT_INSTEAD,
	  .instead = { "-machine", "acpi=off" },
	  .why = "gone since QEMU 9.0" },
	{ .name = "no-hpet", .act = ACT_INSTEAD,
	  .instead = { "-machine", "hpet=off" },
	  .why = "gone since QEMU 9.0" },
	/* Removed in QEMU 10.0 (the same file). */
	{ .name = "runas", .act = ACT_DROP,
	  .why = "names a user of dom0, and is gone since QEMU 10.0: "
		 "the stub domain's own -run-with takes its place" },
	/* What a libxl that probes for it passes instead of the two. */
	{ .name = "run-with", .act = ACT_DROP,
	  .why = "names users and directories of dom0: the stub domain's "
		 "own takes its place" },
	{ .name = "xen-domid-restrict", .act = ACT_DROP,
	  .why = "the stub domain decides by itself (docs/threat.md)" },
	/* init watches the process that dm-run becomes. */
	{ .name = "daemonize", .act = ACT_DROP,
	  .why = "QEMU must stay the process that is watched" },
	/* channel=: "libxl-channelN" (libxl__build_device_model_args_new). */
	{ .name = "chardev", .act = ACT_DROP, .applies = is_channel,
	  .why = "a channel's other end would be in dom0, where no QEMU "
		 "serves this guest" },
	{ .name = "kernel", .act = ACT_EDIT, .edit = edit_kernel },
	{ .name = "initrd", .act = ACT_EDIT, .edit = edit_initrd },
	{ .name = "boot", .act = ACT_EDIT, .edit = edit_boot },
	{ .name = "incoming", .act = ACT_EDIT, .edit = edit_incoming },
	{ .name = "drive", .act = ACT_EDIT, .edit = edit_drive },
	/* Other ways to a disk (qemu-options.hx; system/vl.c, drive_add). */
	{ .name = "blockdev", .act = ACT_FORM, .applies = disks_named,
	  .form = "if=ide,index=N,media=disk" },
	{ .name = "set", .act = ACT_FORM, .applies = disks_named,
	  .form = "if=ide,index=N,media=disk" },
	{ .name = "hda", .act = ACT_FORM, .form = FORM_HDA },
	{ .name = "hdb", .act = ACT_FORM, .form = "if=ide,index=1,media=disk" },
	{ .name = "hdc", .act = ACT_FORM, .form = "if=ide,index=2,media=disk" },
	{ .name = "hdd", .act = ACT_FORM, .form = "if=ide,index=3,media=disk" },
	{ .name = "cdrom", .act = ACT_FORM,
	  .form = "if=ide,index=2,media=cdrom,readonly=on" },
	{ .name = "fda", .act = ACT_FORM, .form = "if=floppy,index=0" },
	{ .name = "fdb", .act = ACT_FORM, .form = "if=floppy,index=1" },
	{ .name = "pflash", .act = ACT_FORM, .form = "if=pflash" },
	{ .name = "sd", .act = ACT_FORM, .form = "if=sd" },
	{ .name = "mtdblock", .act = ACT_FORM, .form = "if=mtd" },
	{ .name = "netdev", .act = ACT_EDIT, .edit = edit_netdev },
	{ .name = "serial", .act = ACT_EDIT, .edit = edit_serial },
};

static enum verdict push(const struct rules *r, const char *arg)
{
	enum argv_err err = argv_push_str(&r->p->argv, arg);

	if (err == ARGV_OK)
		return VERDICT_OK;
	return why_user(r->why, "argument \"%.64s\": %s", arg,
			argv_strerror(err));
}

static enum verdict push_option(const struct rules *r, const char *arg,
				const char *value)
{
	enum verdict v = push(r, arg);

	if (v == VERDICT_OK && value != NULL)
		v = push(r, value);
	return v;
}

static void note(const struct rules *r, const struct option *o,
		 const char *done, const char *why)
{
	plan_add_note(r->p, &(struct plan_note){
		.done = done, .arg = o->arg, .value = o->value, .why = why });
}

static bool is_channel(const char *value)
{
	static const char prefix[] = "libxl-channel";
	char id[64];

	return optstr_find(value, "id", id, sizeof(id)) &&
	       strncmp(id, prefix, sizeof(prefix) - 1) == 0;
}

/* Looks only: "order=dn", or "dn" alone (system/vl.c, qemu_boot_opts). */
static enum verdict edit_boot(const struct rules *r, const struct option *o)
{
	char order[32];

	if (optstr_find(o->value, "order", order, sizeof(order)) ||
	    optstr_implied(o->value, order, sizeof(order)))
		r->p->netboot = strchr(order, 'n') != NULL;
	return push_option(r, o->arg, o->value);
}

/* The state comes over hvc2; QEMU gets the end of a pipe (restore.c). */
static enum verdict edit_incoming(const struct rules *r,
				  const struct option *o)
{
	char buf[24];

	if (strcmp(o->value, "$STUBDOM_RESTORE_INCOMING_ARG") != 0)
		return push_option(r, o->arg, o->value);
	(void)snprintf(buf, sizeof(buf), "fd:%d", plan_add_restore(r->p));
	return push_option(r, o->arg, buf);
}

/*
 * Direct kernel boot names files of dom0, which only dom0 can read. The same
 * file given as a CD of the guest comes to the stub domain as a vbd whose
 * backend in dom0 has its name.
 */
static enum verdict file_disk(const struct rules *r, const struct option *o,
			      char *name, size_t cap)
{
	size_t n = disks_of_file(r->c, o->value, name, cap);

	if (n == 1)
		return plan_add_disk(r->p, r->c, name, r->why);
	if (n > 1)
		return why_user(r->why, "argument %s \"%.128s\": %zu CDs of "
				"the guest are this file of dom0: leave it one",
				o->arg, o->value, n);
	return why_user(r->why, "argument %s \"%.128s\": a file of dom0, which "
			"a stub domain cannot read: give it to the guest as a "
			"CD as well (vdev=xvdz,devtype=cdrom,backendtype=qdisk,"
			"target=the same path)", o->arg, o->value);
}

static enum verdict edit_kernel(const struct rules *r, const struct option *o)
{
	char name[16], path[32];
	enum verdict v = file_disk(r, o, name, sizeof(name));

	if (v != VERDICT_OK)
		return v;
	(void)snprintf(path, sizeof(path), "/dev/%s", name);
	return push_option(r, o->arg, path);
}

/* QEMU needs a file whose length stat() tells (ramdisk.c). */
static enum verdict edit_initrd(const struct rules *r, const struct option *o)
{
	char name[16], path[32];
	enum verdict v = file_disk(r, o, name, sizeof(name));

	if (v != VERDICT_OK)
		return v;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d",
		       plan_add_ramdisk(r->p, name));
	return push_option(r, o->arg, path);
}

/* A disk in a form in which nobody waits for it (disks.h). */
static enum verdict refuse_form(const struct rules *r, const struct option *o,
				const char *form)
{
	return why_user(r->why, "argument %.128s%s%.128s: a stub domain waits "
			"for a disk only where it is written -drive file=/dev/"
			"xvdX,%s,format=host_device (X: the letter of its "
			"vdev)",
			o->arg, o->value != NULL ? " " : "",
			o->value != NULL ? o->value : "", form);
}

/*
 * A drive on one of the stub domain's disks. auto-read-only is QEMU's default
 * for -drive: the file is opened read-only and again for writing once the
 * device may write. After a restore that is long after chroot(), where
 * /dev/xvda is no more; with "off" it is opened once (block/file-posix.c,
 * raw_parse_flags(); blockdev.c, blockdev_init()).
 */
static enum verdict edit_drive(const struct rules *r, const struct option *o)
{
	static const char once[] = ",auto-read-only=off";
	char name[64], set[8], buf[CONF_MAX_ARG_LEN + sizeof(once)];
	enum verdict v;

	switch (disks_of_drive(o->value, name, sizeof(name))) {
	case DISKS_NONE:
		return push_option(r, o->arg, o->value);
	case DISKS_OTHER:
		return refuse_form(r, o, "if=ide,index=N,media=disk");
	case DISKS_ONE:
		break;
	}
	v = plan_add_disk(r->p, r->c, name, r->why);
	if (v != VERDICT_OK)
		return v;
	if (optstr_find(o->value, "auto-read-only", set, sizeof(set)))
		return push_option(r, o->arg, o->value);
	(void)snprintf(buf, sizeof(buf), "%s%s", o->value, once);
	return push_option(r, o->arg, buf);
}

static enum verdict edit_netdev(const struct rules *r,
				const struct option *o)
{
	char ifname[64], buf[CONF_MAX_ARG_LEN + 32];
	struct plan_nic *nic;
	unsigned int devid;
	enum verdict v;

	if (!tap_is(o->value))
		return push_option(r, o->arg, o->value);
	if (!optstr_find(o->value, "ifname", ifname, sizeof(ifname)) ||
	    strlen(ifname) >= sizeof(nic->tap) ||
	    !tap_devid(ifname, r->c->target, &devid))
		return why_user(r->why, "netdev \"%.128s\": its tap is none of "
				"domain %u's (vif%u.N-emu)", o->value,
				r->c->target, r->c->target);
	v = plan_add_nic(r->p, r->c, devid, &nic, r->why);
	if (v != VERDICT_OK)
		return v;
	memcpy(nic->tap, ifname, strlen(ifname) + 1);
	tap_by_fd(o->value, nic->fd, buf, sizeof(buf));
	return push_option(r, o->arg, buf);
}

/* The console that is the debug shell's is not the guest's. */
static enum verdict edit_serial(const struct rules *r,
				const struct option *o)
{
	static const char dev[] = "/dev/";

	if (r->c->shell[0] == '\0' ||
	    strncmp(o->value, dev, sizeof(dev) - 1) != 0 ||
	    strcmp(o->value + sizeof(dev) - 1, r->c->shell) != 0)
		return push_option(r, o->arg, o->value);
	note(r, o, "replaced", "stubdom.shell= is for this console");
	return push_option(r, o->arg, "null");
}

static const struct rule *rule_for(const struct option *o)
{
	const char *name = argv_option(o->arg);
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		if (strcmp(table[i].name, name) != 0)
			continue;
		if (table[i].applies == NULL || table[i].applies(o->value))
			return &table[i];
	}
	return NULL;
}

static enum verdict rule_apply(const struct rules *r, const struct option *o)
{
	const struct rule *rule = rule_for(o);

	if (rule == NULL)
		return push_option(r, o->arg, o->value);
	switch (rule->act) {
	case ACT_DROP:
		note(r, o, "dropped", rule->why);
		return VERDICT_OK;
	case ACT_INSTEAD:
		note(r, o, "replaced", rule->why);
		return push_option(r, rule->instead[0], rule->instead[1]);
	case ACT_EDIT:
		return rule->edit(r, o);
	case ACT_FORM:
		return refuse_form(r, o, rule->form);
	}
	return VERDICT_OK;
}

/*
 * QEMU's short form of -hda; or the value of an option before it that QEMU does
 * not know, of which it will complain.
 */
static enum verdict bare(const struct rules *r, const struct option *o)
{
	return disks_named(o->arg) ? refuse_form(r, o, FORM_HDA) :
				     push(r, o->arg);
}

enum verdict rules_apply(struct plan *p, const struct dmconf *c,
			 struct why *why)
{
	const struct rules r = { .p = p, .c = c, .why = why };
	enum verdict v = VERDICT_OK;
	size_t i = 0;

	while (i < c->args.n && v == VERDICT_OK) {
		struct option o = { .arg = c->args.arg[i++] };
		const char *name = argv_option(o.arg);

		if (name == NULL) {
			v = bare(&r, &o);
			continue;
		}
		if (!argv_is_flag(name)) {
			if (i == c->args.n)
				return why_user(why, "argument \"%.64s\": "
						"the last one, but it needs a "
						"value", o.arg);
			o.value = c->args.arg[i++];
		}
		v = rule_apply(&r, &o);
	}
	return v;
}
