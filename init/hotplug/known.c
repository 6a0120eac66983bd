// SPDX-License-Identifier: GPL-2.0-or-later
/* A small set of device numbers. Pure. */
#include "known.h"

/* Its place, or n. */
static size_t find(const struct known *k, unsigned int devid)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (k->devid[i] == devid)
			break;
	return i;
}

bool known_has(const struct known *k, unsigned int devid)
{
	return find(k, devid) < k->n;
}

bool known_add(struct known *k, unsigned int devid)
{
	if (known_has(k, devid))
		return true;
	if (k->n == KNOWN_MAX)
		return false;
	k->devid[k->n++] = devid;
	return true;
}

void known_remove(struct known *k, unsigned int devid)
{
	size_t i = find(k, devid);

	if (i < k->n)
		k->devid[i] = k->devid[--k->n];
}
