// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dm-crash: shut the guest down as crashed, so that the toolstack learns that
 * its device model is gone and acts on it (xl: on_crash). One shot; init
 * bounds its time.
 */
#include "log.h"
#include "target.h"
#include "version.h"
#include "wiring.h"

#include <errno.h>
#include <stdint.h>		/* the next one needs it and does not say so */
#include <xen/sched.h>

#include <string.h>
#include <xendevicemodel.h>
#include <xenstore.h>

/* Returns the domid of the guest, or -errno. */
static int target_find(void)
{
	struct xs_handle *xs = xs_open(0);
	int domid;

	if (!xs)
		return -errno;
	domid = target_read(xs);
	xs_close(xs);
	return domid;
}

static int guest_crash(int domid)
{
	xendevicemodel_handle *dm = xendevicemodel_open(NULL, 0);
	int rc;

	if (!dm)
		return -errno;
	rc = xendevicemodel_shutdown(dm, (domid_t)domid, SHUTDOWN_crash);
	if (rc < 0)
		rc = -errno;
	xendevicemodel_close(dm);
	return rc;
}

int main(int argc, char **argv)
{
	int domid, rc;

	if (version_asked(argc, argv))
		return 0;
	domid = target_find();
	if (domid == -ENOENT)
		return 0;	/* no stub domain: nobody to shut down */
	if (domid < 0) {
		log_e("target: %s", strerror(-domid));
		return EXIT_SYSTEM;
	}
	rc = guest_crash(domid);
	if (rc < 0) {
		log_e("domain %d: shutdown: %s", domid, strerror(-rc));
		return EXIT_SYSTEM;
	}
	log_i("domain %d: shut down as crashed", domid);
	return 0;
}
