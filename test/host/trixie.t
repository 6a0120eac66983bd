#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every scenario on Xen 4.20 (Debian 13); logs in build/host/trixie-virtual/. Virtual clock:
# no time limit of libxl or of a scenario then depends on how busy we are.
here=$(dirname "$0")
exec "$here/rig.py" run --clock virtual \
	--add "$here/../../build/escape/escape-rootfs" trixie
