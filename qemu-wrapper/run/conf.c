// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. What the nodes mean (docs/contract.md). Reads through struct store
 * only; must not know whether that is xenstore or a file.
 */
#include "conf.h"
#include "num.h"
#include "words.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DOMID_MAX	0x7fefu	/* public/xen.h: DOMID_FIRST_RESERVED - 1 */
#define KEY_LEN		8

struct reader {
	const struct store *s;
	struct dmconf *c;
	struct why *why;
	enum verdict verdict;
};

/* The keys of dm-argv by number: the directory's order means nothing. */
struct argkeys {
	struct why *why;
	enum verdict verdict;
	unsigned int n, max;
	char key[CONF_MAX_ARGS + 1][KEY_LEN];
};

/* Read a value that must be text. 0, -errno, -EINVAL: has a NUL inside. */
static int read_text(const struct store *s, const char *path,
		     char *buf, size_t cap)
{
	ssize_t n = s->read(s, path, buf, cap - 1);

	if (n < 0) {
		buf[0] = '\0';
		return (int)n;
	}
	buf[n] = '\0';
	if (strlen(buf) != (size_t)n) {
		buf[0] = '\0';
		return -EINVAL;
	}
	return 0;
}

static unsigned long long read_kib(const struct store *s, unsigned int domid,
				   const char *node)
{
	char path[CONF_MAX_PATH], buf[32];
	unsigned long long n;

	(void)snprintf(path, sizeof(path), "/local/domain/%u/memory/%s",
		       domid, node);
	if (read_text(s, path, buf, sizeof(buf)) < 0)
		return 0;
	return num_parse(buf, 1ULL << 40, &n) ? n : 0;
}

static enum verdict read_target(struct reader *r)
{
	char buf[16];
	int rc = read_text(r->s, "target", buf, sizeof(buf));

	if (rc == -ENOENT)
		return why_user(r->why, "xenstore node target: missing: this "
				"domain is no device model of any guest ("
				"device_model_stubdomain_override=1 makes "
				"one)");
	if (rc < 0)
		return why_system(r->why, "xenstore node target: %s",
				  strerror(-rc));
	if (!num_uint(buf, DOMID_MAX, &r->c->target) || r->c->target == 0)
		return why_user(r->why, "xenstore node target: \"%s\" is not "
				"a guest's domain number", buf);
	return VERDICT_OK;
}

static int argkey_visit(void *arg, const char *name)
{
	struct argkeys *k = arg;
	unsigned int i;

	if (strlen(name) >= KEY_LEN || !num_uint(name, CONF_MAX_ARGS, &i) ||
	    i == 0)
		k->verdict = why_user(k->why, "dm-argv: key \"%.32s\" is not "
				      "a number from 001 to %d",
				      name, CONF_MAX_ARGS);
	else if (k->key[i][0] != '\0')
		k->verdict = why_user(k->why, "dm-argv: argument %u is there "
				      "twice", i);
	if (k->verdict != VERDICT_OK)
		return 1;
	memcpy(k->key[i], name, strlen(name) + 1);
	k->n++;
	if (i > k->max)
		k->max = i;
	return 0;
}

/* With missing, a key that is not there is no error: *missing says so. */
static enum verdict read_arg(struct reader *r, const char *dir,
			     const char *key, bool *missing)
{
	char path[CONF_MAX_PATH + KEY_LEN], buf[CONF_MAX_ARG_LEN];
	enum argv_err err;
	ssize_t n;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, key);
	n = r->s->read(r->s, path, buf, sizeof(buf));
	if (missing)
		*missing = n == -ENOENT;
	if (n == -ENOENT && missing)
		return VERDICT_OK;
	if (n < 0)
		return why_system(r->why, "%s: %s", path, strerror((int)-n));
	err = argv_push(&r->c->args, buf, (size_t)n);
	if (err != ARGV_OK)
		return why_user(r->why, "dm-argv: argument %s: %s", key,
				argv_strerror(err));
	return VERDICT_OK;
}

/*
 * oxenstored cannot list a directory with more than 4 KiB of names, about
 * 1,000 arguments (it has no XS_DIRECTORY_PART): then ask for one key after
 * the other, as libxl numbers them (libxl_dm.c, libxl__write_stub_dmargs).
 */
static enum verdict read_args_counted(struct reader *r, const char *dir)
{
	char key[KEY_LEN];
	enum verdict v;
	bool missing;
	unsigned int i;

	for (i = 1; i <= CONF_MAX_ARGS + 1; i++) {
		(void)snprintf(key, sizeof(key), "%03u", i);
		v = read_arg(r, dir, key, &missing);
		if (v != VERDICT_OK || missing)
			return v;
	}
	return why_user(r->why, "dm-argv: more than %d arguments",
			CONF_MAX_ARGS);
}

static enum verdict read_args_in(struct reader *r, const char *dir)
{
	struct argkeys k = { .why = r->why };
	unsigned int i;
	int rc = r->s->list(r->s, dir, argkey_visit, &k);

	if (k.verdict != VERDICT_OK)
		return k.verdict;
	if (rc == -ENOENT)
		return VERDICT_OK;
	if (rc == -E2BIG)
		return read_args_counted(r, dir);
	if (rc < 0)
		return why_system(r->why, "%s: %s", dir, strerror(-rc));
	for (i = 1; i <= k.max; i++) {
		enum verdict v;

		if (k.key[i][0] == '\0')
			return why_user(r->why, "dm-argv: argument %u is "
					"missing, there are %u up to %u",
					i, k.n, k.max);
		v = read_arg(r, dir, k.key[i], NULL);
		if (v != VERDICT_OK)
			return v;
	}
	return VERDICT_OK;
}

static enum verdict read_args(struct reader *r)
{
	char path[64], vm[64], dir[CONF_MAX_PATH];
	int rc;

	(void)snprintf(path, sizeof(path), "/local/domain/%u/vm",
		       r->c->target);
	rc = read_text(r->s, path, vm, sizeof(vm));
	if (rc == -ENOENT)
		return VERDICT_OK;
	if (rc < 0)
		return why_system(r->why, "%s: %s", path, strerror(-rc));
	(void)snprintf(dir, sizeof(dir), "%s/image/dm-argv", vm);
	return read_args_in(r, dir);
}

/* The number of a device directory; on failure r->verdict says why. */
static bool device_number(struct reader *r, const char *kind,
			  const char *name, unsigned int *devid)
{
	if (num_uint(name, ~0u, devid))
		return true;
	r->verdict = why_user(r->why, "device/%s: \"%.32s\" is not a number",
			      kind, name);
	return false;
}

static bool device_room(struct reader *r, const char *kind, size_t n,
			size_t max)
{
	if (n < max)
		return true;
	r->verdict = why_user(r->why, "device/%s: more than %zu devices",
			      kind, max);
	return false;
}

/* A node of a device's directory; buf is empty on any error. */
static int device_node(const struct store *s, const char *dir,
		       const char *node, char *buf, size_t cap)
{
	char path[CONF_MAX_PATH + 32];

	(void)snprintf(path, sizeof(path), "%s/%s", dir, node);
	return read_text(s, path, buf, cap);
}

/*
 * libxl writes "aio:" as the params of an empty CD drive served by QEMU, and
 * names a zero-length file for one served by the kernel.
 */
static bool params_are_empty(const char *params)
{
	return params[0] == '\0' || strcmp(params, "aio:") == 0 ||
	       strstr(params, "/empty-cdrom.") != NULL;
}

/*
 * A file that dom0's kernel serves loses its last part-sector (the size of a
 * loop device is in sectors: Linux, drivers/block/loop.c); dom0's QEMU, whose
 * params begin with the format, fills the sector up (QEMU, block.c,
 * bdrv_refresh_total_sectors).
 */
static void file_of(struct conf_vbd *d, const char *params)
{
	static const char qemu[] = "aio:", dev[] = "/dev/";

	if (strncmp(params, qemu, sizeof(qemu) - 1) == 0)
		params += sizeof(qemu) - 1;
	else if (strncmp(params, dev, sizeof(dev) - 1) != 0)
		return;
	if (strlen(params) < sizeof(d->file))
		memcpy(d->file, params, strlen(params) + 1);
}

static int vbd_visit(void *arg, const char *name)
{
	struct reader *r = arg;
	struct conf_vbd *d = &r->c->vbd[r->c->vbds];
	char dir[CONF_MAX_PATH], buf[1024];
	int rc;

	if (!device_room(r, "vbd", r->c->vbds, CONF_MAX_VBDS) ||
	    !device_number(r, "vbd", name, &d->devid))
		return 1;
	(void)snprintf(dir, sizeof(dir), "device/vbd/%s", name);
	/* All optional here: whoever needs one complains about it. */
	(void)device_node(r->s, dir, "backend", d->backend,
			  sizeof(d->backend));
	(void)device_node(r->s, dir, "device-type", buf, sizeof(buf));
	d->cdrom = strcmp(buf, "cdrom") == 0;
	(void)device_node(r->s, d->backend, "mode", buf, sizeof(buf));
	d->readonly = buf[0] == 'r';
	rc = device_node(r->s, d->backend, "params", buf, sizeof(buf));
	d->empty = d->cdrom && rc != -EFBIG && params_are_empty(buf);
	file_of(d, buf);
	r->c->vbds++;
	return 0;
}

static int vif_visit(void *arg, const char *name)
{
	struct reader *r = arg;
	struct conf_vif *v = &r->c->vif[r->c->vifs];
	char dir[CONF_MAX_PATH];

	if (!device_room(r, "vif", r->c->vifs, CONF_MAX_VIFS) ||
	    !device_number(r, "vif", name, &v->devid))
		return 1;
	(void)snprintf(dir, sizeof(dir), "device/vif/%s", name);
	(void)device_node(r->s, dir, "mac", v->mac, sizeof(v->mac));
	r->c->vifs++;
	return 0;
}

static int console_visit(void *arg, const char *name)
{
	struct reader *r = arg;
	struct conf_console *o = &r->c->console[r->c->consoles];
	char dir[CONF_MAX_PATH], buf[1024];
	int rc;

	if (!device_room(r, "console", r->c->consoles, CONF_MAX_CONSOLES) ||
	    !device_number(r, "console", name, &o->n))
		return 1;
	(void)snprintf(dir, sizeof(dir), "device/console/%s", name);
	rc = device_node(r->s, dir, "output", buf, sizeof(buf));
	o->output = buf[0] != '\0' || rc == -EFBIG;
	r->c->consoles++;
	return 0;
}

static enum verdict read_devices(struct reader *r)
{
	static const struct {
		const char *dir;
		store_visit *visit;
	} kind[] = {
		{ "device/vbd", vbd_visit },
		{ "device/vif", vif_visit },
		{ "device/console", console_visit },
	};
	size_t i;

	for (i = 0; i < sizeof(kind) / sizeof(kind[0]); i++) {
		int rc = r->s->list(r->s, kind[i].dir, kind[i].visit, r);

		if (r->verdict != VERDICT_OK)
			return r->verdict;
		if (rc < 0 && rc != -ENOENT)
			return why_system(r->why, "%s: %s", kind[i].dir,
					  strerror(-rc));
	}
	return VERDICT_OK;
}

/* What takes the place of arguments (defargs.c). */
static void read_domain(struct reader *r)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "/local/domain/%u/name",
		       r->c->target);
	(void)read_text(r->s, path, r->c->name, sizeof(r->c->name));
	r->c->mem_kib = read_kib(r->s, r->c->target, "static-max");
	r->c->video_kib = read_kib(r->s, r->c->target, "videoram");
}

enum verdict conf_read(struct dmconf *c, const struct store *s,
		       struct why *why)
{
	struct reader r = { .s = s, .c = c, .why = why };
	enum verdict v;

	v = read_target(&r);
	if (v == VERDICT_OK)
		v = read_args(&r);
	if (v == VERDICT_OK)
		v = read_devices(&r);
	if (v == VERDICT_OK && c->args.n == 0)
		read_domain(&r);
	return v;
}

void conf_words(struct dmconf *c, const char *cmdline)
{
	size_t len;
	const char *s = words_find(cmdline, "stubdom.unrestricted", &len);

	c->unrestricted = s != NULL && len == 0;
	s = words_find(cmdline, "stubdom.shell=", &len);
	if (s != NULL && len < sizeof(c->shell))
		memcpy(c->shell, s, len);	/* of zeros: it is ended */
}
