// SPDX-License-Identifier: GPL-2.0-or-later
/* Whether the guest has a PCI device of dom0's. Knows nothing of QEMU. */
#include "pci.h"

#include <errno.h>

bool pci_passed(DIR *dir)
{
	const struct dirent *d;

	if (!dir)
		return false;
	rewinddir(dir);
	errno = 0;
	do
		d = readdir(dir);
	while (d && d->d_name[0] == '.');
	return d || errno;
}
