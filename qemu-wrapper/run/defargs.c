// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. The vector of libxl__build_device_model_args_new() for a guest that is
 * known by its devices only: xenfv, stdvga, e1000, hd/xvd disks on IDE, sd
 * disks on SCSI. What it gives is then treated like any other vector.
 */
#include "defargs.h"
#include "vdev.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CONSOLE_RESTORE	2	/* libxl_dm.c, STUBDOM_CONSOLE_* */
#define CONSOLE_SERIAL	3
#define VIDEO_KIB	(16 * 1024ULL)	/* libxl's default for stdvga */
#define IDE_DISKS	4

struct build {
	struct argvec *v;
	enum argv_err err;	/* sticks */
};

static void add(struct build *b, const char *s)
{
	if (b->err == ARGV_OK)
		b->err = argv_push_str(b->v, s);
}

static void addf(struct build *b, const char *opt, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void addf(struct build *b, const char *opt, const char *fmt, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(buf, sizeof(buf), fmt, ap) < 0)
		buf[0] = '\0';
	va_end(ap);
	add(b, opt);
	add(b, buf);
}

/* Will libxl's rules emulate the disk, and where? */
static bool emulated(const struct conf_vbd *d, struct vdev *v)
{
	if (!vdev_decode(d->devid, v) || v->part != 0)
		return false;
	if (v->kind == VDEV_SCSI && !d->cdrom)
		return v->disk < 26;
	return v->disk < IDE_DISKS;
}

/* xenstore names devices in any order: QEMU's slots must not depend on it. */
static const struct conf_vbd *vbd_after(const struct dmconf *c, long devid)
{
	const struct conf_vbd *best = NULL;
	size_t i;

	for (i = 0; i < c->vbds; i++)
		if ((long)c->vbd[i].devid > devid &&
		    (best == NULL || c->vbd[i].devid < best->devid))
			best = &c->vbd[i];
	return best;
}

static const struct conf_vif *vif_after(const struct dmconf *c, long devid)
{
	const struct conf_vif *best = NULL;
	size_t i;

	for (i = 0; i < c->vifs; i++)
		if ((long)c->vif[i].devid > devid &&
		    (best == NULL || c->vif[i].devid < best->devid))
			best = &c->vif[i];
	return best;
}

static const struct conf_console *console_n(const struct dmconf *c,
					    unsigned int n)
{
	size_t i;

	for (i = 0; i < c->consoles; i++)
		if (c->console[i].n == n)
			return &c->console[i];
	return NULL;
}

static void add_domain(struct build *b, const struct dmconf *c)
{
	addf(b, "-xen-domid", "%u", c->target);
	add(b, "-no-shutdown");
	add(b, "-nodefaults");
	add(b, "-no-user-config");
	add(b, "-name");
	if (c->name[0] != '\0' && strchr(c->name, ',') == NULL)
		add(b, c->name);
	else
		add(b, "guest");
	addf(b, "-display", "none");
}

static void add_scsi_controller(struct build *b, const struct dmconf *c)
{
	struct vdev v;
	size_t i;

	for (i = 0; i < c->vbds; i++) {
		if (c->vbd[i].cdrom || !emulated(&c->vbd[i], &v) ||
		    v.kind != VDEV_SCSI)
			continue;
		addf(b, "-device", "lsi53c895a");
		return;
	}
}

static void add_serials(struct build *b, const struct dmconf *c)
{
	unsigned int n;

	for (n = CONSOLE_SERIAL; console_n(c, n) != NULL; n++)
		addf(b, "-serial", "/dev/hvc%u", n);
}

static void add_nics(struct build *b, const struct dmconf *c)
{
	const struct conf_vif *v;

	if (c->vifs == 0)
		addf(b, "-net", "none");
	for (v = vif_after(c, -1); v != NULL; v = vif_after(c, v->devid)) {
		addf(b, "-device", "e1000,id=nic%u,netdev=net%u,mac=%s",
		     v->devid, v->devid, v->mac);
		addf(b, "-netdev", "type=tap,id=net%u,ifname=vif%u.%u-emu",
		     v->devid, c->target, v->devid);
	}
}

static void add_incoming(struct build *b, const struct dmconf *c)
{
	const struct conf_console *o = console_n(c, CONSOLE_RESTORE);

	if (o != NULL && o->output)
		addf(b, "-incoming", "$STUBDOM_RESTORE_INCOMING_ARG");
}

static void add_cdrom(struct build *b, const struct conf_vbd *d,
		      const struct vdev *v)
{
	if (d->empty)
		addf(b, "-drive", "if=none,readonly=on,id=ide-%u", d->devid);
	else
		addf(b, "-drive", "if=none,readonly=on,id=ide-%u,"
		     "file=/dev/xvd%c,format=host_device",
		     d->devid, 'a' + (int)v->disk);
	addf(b, "-device", "ide-cd,id=ide-%u,drive=ide-%u,bus=ide.%u,unit=%u",
	     d->devid, d->devid, v->disk / 2, v->disk % 2);
}

static void add_disk(struct build *b, const struct conf_vbd *d)
{
	struct vdev v;

	if (!emulated(d, &v))
		return;
	if (d->cdrom) {
		add_cdrom(b, d, &v);
	} else if (v.kind == VDEV_SCSI) {
		addf(b, "-drive", "file=/dev/xvd%c,id=scsi0-hd%u,"
		     "format=host_device,if=none,readonly=%s,cache=writeback",
		     'a' + (int)v.disk, v.disk, d->readonly ? "on" : "off");
		addf(b, "-device", "scsi-hd,drive=scsi0-hd%u,scsi-id=%u",
		     v.disk, v.disk);
	} else {
		addf(b, "-drive", "file=/dev/xvd%c,if=ide,index=%u,media=disk,"
		     "format=host_device,cache=writeback",
		     'a' + (int)v.disk, v.disk);
	}
}

static void add_disks(struct build *b, const struct dmconf *c)
{
	const struct conf_vbd *d;

	for (d = vbd_after(c, -1); d != NULL; d = vbd_after(c, d->devid))
		add_disk(b, d);
}

enum verdict defargs_build(struct dmconf *c, struct why *why)
{
	unsigned long long video = c->video_kib ? c->video_kib : VIDEO_KIB;
	struct build b = { .v = &c->args };

	if (c->vbds == 0 && c->vifs == 0)
		return why_user(why, "domain %u: the toolstack gave neither "
				"device-model arguments (dm-argv) nor disks "
				"nor network interfaces: nothing to run",
				c->target);
	if (c->mem_kib <= video)
		return why_user(why, "/local/domain/%u/memory/static-max: "
				"%llu KiB is no memory size for a guest with "
				"%llu KiB of video memory",
				c->target, c->mem_kib, video);
	add_domain(&b, c);
	add_scsi_controller(&b, c);
	add_serials(&b, c);
	addf(&b, "-device", "VGA,vgamem_mb=%llu", video / 1024);
	addf(&b, "-boot", "order=cda");
	add_nics(&b, c);
	add_incoming(&b, c);
	addf(&b, "-machine", "xenfv,suppress-vmdesc=on");
	addf(&b, "-m", "%llu", (c->mem_kib - video) / 1024);
	add_disks(&b, c);
	if (b.err != ARGV_OK)
		return why_user(why, "domain %u: %s", c->target,
				argv_strerror(b.err));
	return VERDICT_OK;
}
