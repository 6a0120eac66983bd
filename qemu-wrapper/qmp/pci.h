/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCI_H
#define PCI_H

#include <dirent.h>
#include <stdbool.h>

#define PCI_DEVICES "/sys/bus/pci/devices"

/*
 * What libxl passes through to the guest it gives to this domain, too, and
 * nothing else is there (libxl_pci.c, do_pci_add; the kernel's pcifront): is
 * there any? dir is opened before /sys is out of reach; NULL: a kernel without
 * PCI, and no device. What cannot be read is taken for one.
 */
bool pci_passed(DIR *dir);

#endif
