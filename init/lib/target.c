// SPDX-License-Identifier: GPL-2.0-or-later
/* Which guest we serve: read alike by all who need it. */
#include "target.h"

#include <errno.h>
#include <stdlib.h>
#include <stdint.h>		/* xen.h needs it and does not say so */
#include <xen/xen.h>
#include <xenstore.h>

int target_read(struct xs_handle *xs)
{
	unsigned long domid;
	char *text, *end;

	text = xs_read(xs, XBT_NULL, "target", NULL);
	if (!text)
		return errno ? -errno : -ENOENT;
	errno = 0;
	domid = strtoul(text, &end, 10);
	if (end == text || *end || errno || text[0] < '0' || text[0] > '9' ||
	    domid >= DOMID_FIRST_RESERVED)
		domid = 0;	/* dom0 is nobody's device model's guest */
	free(text);
	return domid ? (int)domid : -EINVAL;
}
