// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The handles on Xen that QEMU has when it is taken over: opened as QEMU does
 * (xen_init(), xen_bus_init()), and restricted as QEMU does with
 * -xen-domid-restrict (xen_setup_post()). Every attempt is made with every
 * descriptor there is, as an attacker would.
 */
#include "escape.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xen/xen.h>
#include <xen/event_channel.h>
#include <xen/memory.h>
#include <xen/hvm/dm_op.h>
#include <xen/sys/evtchn.h>
#include <xen/sys/gntalloc.h>
#include <xen/sys/gntdev.h>
#include <xen/sys/privcmd.h>
#include <xen/version.h>
#include <xencall.h>
#include <xendevicemodel.h>
#include <xenevtchn.h>
#include <xenforeignmemory.h>
#include <xengnttab.h>
#include <xenstore.h>
#include <xentoolcore.h>

#define FDS_MAX 64

static struct {
	domid_t target;
	int end;
	xencall_handle *call;
	xenforeignmemory_handle *fmem;
	xendevicemodel_handle *dm;
	xenevtchn_handle *evtchn;
	xengnttab_handle *gnttab;
	struct xs_handle *xs;
} q;

static const char *option(int argc, char **argv, const char *name)
{
	int i;

	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return i + 1 < argc ? argv[i + 1] : "";
	return NULL;
}

/* Each on one descriptor; returns 0 if it worked. */
static int hypercall(int fd, domid_t unused)
{
	privcmd_hypercall_t h = {
		.op = __HYPERVISOR_xen_version, .arg = { XENVER_version },
	};

	(void)unused;
	return ioctl(fd, IOCTL_PRIVCMD_HYPERCALL, &h) < 0 ? -1 : 0;
}

static int dm_op(int fd, domid_t dom)
{
	struct xen_dm_op op = { .op = XEN_DMOP_set_isa_irq_level };
	privcmd_dm_op_buf_t buf = { &op, sizeof(op) };
	privcmd_dm_op_t arg = { .dom = dom, .num = 1, .ubufs = &buf };

	op.u.set_isa_irq_level.isa_irq = 3;
	return ioctl(fd, IOCTL_PRIVCMD_DM_OP, &arg);
}

static int map_page(int fd, domid_t dom)
{
	xen_pfn_t pfn = 16;
	int err = 0, rc;
	privcmd_mmapbatch_v2_t arg = {
		.num = 1, .dom = dom, .arr = &pfn, .err = &err,
	};
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (p == MAP_FAILED)
		return -1;
	arg.addr = (uintptr_t)p;
	rc = ioctl(fd, IOCTL_PRIVCMD_MMAPBATCH_V2, &arg);
	munmap(p, 4096);
	return rc < 0 || err ? -1 : 0;
}

/* Its grant table. */
static int map_resource(int fd, domid_t dom)
{
	privcmd_mmap_resource_t arg = {
		.dom = dom, .type = XENMEM_resource_grant_table,
		.id = XENMEM_resource_grant_table_id_shared, .num = 1,
	};
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	int rc;

	if (p == MAP_FAILED)
		return -1;
	arg.addr = (uintptr_t)p;
	rc = ioctl(fd, IOCTL_PRIVCMD_MMAP_RESOURCE, &arg);
	munmap(p, 4096);
	return rc < 0 ? -1 : 0;
}

static int restrict_to(int fd, domid_t dom)
{
	struct ioctl_evtchn_restrict_domid ev = { .domid = dom };

	if (ioctl(fd, IOCTL_PRIVCMD_RESTRICT, &dom) == 0)
		return 0;
	return ioctl(fd, IOCTL_EVTCHN_RESTRICT_DOMID, &ev);
}

static int bind_port(int fd, domid_t dom)
{
	struct ioctl_evtchn_bind_unbound_port unbound = { .remote_domain = dom };
	struct ioctl_evtchn_bind_interdomain inter = { .remote_domain = dom };

	for (; inter.remote_port < 64; inter.remote_port++)
		if (ioctl(fd, IOCTL_EVTCHN_BIND_INTERDOMAIN, &inter) >= 0)
			return 0;
	return ioctl(fd, IOCTL_EVTCHN_BIND_UNBOUND_PORT, &unbound) < 0 ? -1 : 0;
}

static int bind_virq(int fd, domid_t unused)
{
	struct ioctl_evtchn_bind_virq virq = { .virq = VIRQ_DEBUG };

	(void)unused;
	return ioctl(fd, IOCTL_EVTCHN_BIND_VIRQ, &virq) < 0 ? -1 : 0;
}

static int grant_map(int fd, domid_t dom)
{
	struct ioctl_gntdev_map_grant_ref arg = {
		.count = 1, .refs = { { .domid = dom, .ref = 8 } },
	};

	return ioctl(fd, IOCTL_GNTDEV_MAP_GRANT_REF, &arg);
}

static int grant_give(int fd, domid_t dom)
{
	struct ioctl_gntalloc_alloc_gref arg = { .domid = dom, .count = 1 };

	return ioctl(fd, IOCTL_GNTALLOC_ALLOC_GREF, &arg);
}

/*
 * A whole message of the protocol (xen/include/public/io/xs_wire.h): a read of
 * "domid". To no disk and no console: they are the guest's. Not every device
 * that takes it answers.
 */
static int store_read(int fd, domid_t unused)
{
	struct { uint32_t type, req, tx, len; char path[8]; } msg = {
		.type = 2, .req = 77, .len = 6, .path = "domid",
	};
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct stat st;

	(void)unused;
	if (fstat(fd, &st) < 0 || !S_ISCHR(st.st_mode) || isatty(fd))
		return -1;
	if (write(fd, &msg, 16 + msg.len) < 0 || poll(&p, 1, 1000) != 1 ||
	    read(fd, &msg, 16) != 16)
		return -1;
	return msg.type == 2 && msg.req == 77 ? 0 : -1;
}

/* Domains 0 to 63 but the guest, ourselves by our nickname, and everyone. */
static domid_t victim(unsigned int i)
{
	static const domid_t special[] = { DOMID_SELF, DOMID_IO, DOMID_XEN };

	return i < 64 ? (domid_t)i : special[i - 64];
}

static bool works_on(int (*act)(int fd, domid_t dom), domid_t dom)
{
	int fd;

	/* not 2: what it says there would be on the log */
	for (fd = 3; fd < FDS_MAX; fd++)
		if (act(fd, dom) == 0)
			return true;
	return false;
}

static const struct {
	const char *text;
	int (*act)(int fd, domid_t dom);
	bool once;		/* whatever the domain */
} attempts[] = {
	{ "a hypercall", hypercall, true },
	{ "dm_op on a domain that is not the guest", dm_op, false },
	{ "map memory that is not the guest's", map_page, false },
	{ "map a grant table that is not the guest's", map_resource, false },
	{ "restrict to another domain", restrict_to, false },
	{ "bind an event channel of a domain that is not the guest",
	  bind_port, false },
	{ "bind a virtual interrupt", bind_virq, true },
	{ "map a grant", grant_map, false },
	{ "make a grant", grant_give, false },
	{ "talk to xenstored", store_read, true },
};

static bool works(size_t n)
{
	unsigned int i;

	if (attempts[n].once)
		return works_on(attempts[n].act, 0);
	for (i = 0; i < 67; i++)
		if (victim(i) != q.target &&
		    works_on(attempts[n].act, victim(i)))
			return true;
	return false;
}

void xen_attempts(void)
{
	char text[128];
	size_t i;

	for (i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s: with no descriptor",
			       attempts[i].text);
		result(!works(i), text);
	}
	/* and the attempts are well made, as on the guest they work */
	result(works_on(dm_op, q.target), "dm_op on the guest works");
	result(works_on(map_page, q.target), "mapping the guest works");
}

void xen_adopt(int target)
{
	q.target = (domid_t)target;
}

int xen_fds_end(void)
{
	return q.end;
}

void xen_open(int argc, char **argv)
{
	const char *target = option(argc, argv, "-xen-domid");

	q.target = (domid_t)atoi(target ? target : "0");
	q.xs = xs_open(0);
	q.call = xencall_open(NULL, 0);
	q.fmem = xenforeignmemory_open(NULL, 0);
	q.dm = xendevicemodel_open(NULL, 0);
	q.evtchn = xenevtchn_open(NULL, 0);
	q.gnttab = xengnttab_open(NULL, 0);
	q.end = dup(0);
	close(q.end);
	result(q.target && q.xs && q.call && q.fmem && q.dm && q.evtchn &&
	       q.gnttab, "Xen handles are opened");
	result(works_on(hypercall, 0) && works_on(store_read, 0),
	       "they are good for hypercalls and xenstored at first");
	result(option(argc, argv, "-xen-domid-restrict") &&
	       xentoolcore_restrict_all(q.target) == 0,
	       "they are restricted to the guest");
}
