// SPDX-License-Identifier: GPL-2.0-or-later
/* Which guest we serve: read alike by all who need it. */
#include "target.h"

#include "num.h"

#include <errno.h>
#include <stdlib.h>
#include <stdint.h>		/* xen.h needs it and does not say so */
#include <xen/xen.h>
#include <xenstore.h>

int target_read(struct xs_handle *xs)
{
	unsigned int domid = 0;
	char *text;

	text = xs_read(xs, XBT_NULL, "target", NULL);
	if (!text)
		return errno ? -errno : -ENOENT;
	(void)num_uint(text, DOMID_FIRST_RESERVED - 1, &domid);
	free(text);
	/* dom0 is nobody's device model's guest */
	return domid ? (int)domid : -EINVAL;
}
