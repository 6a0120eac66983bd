#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# install.sh KERNEL ROOTFS DESTDIR XEN_BOOT_DIR: put the two files where
# libxl looks for them and say what a guest's configuration needs.
set -euo pipefail
kernel=$1 rootfs=$2 destdir=$3 dir=$4
if [ -z "$dir" ]; then
	echo "install: E: XEN_BOOT_DIR is not set. It is the folder of your Xen's" \
		"hvmloader: /usr/lib/xen-4.17/boot on Debian 12," \
		"/usr/lib/xen-4.20/boot on Debian 13," \
		"/usr/local/lib/xen/boot for Xen's own make install" >&2
	exit 1
fi
install -d "$destdir$dir"
install -m 644 "$kernel" "$rootfs" "$destdir$dir/"
cat <<END
Installed into $destdir$dir:
  $(basename "$kernel"), $(basename "$rootfs")
In the configuration of an HVM guest:
  type = "hvm"
  device_model_version = "qemu-xen"
  device_model_stubdomain_override = 1
  stubdomain_memory = 32
  vkb_device = 0
  vnc = 0
END
