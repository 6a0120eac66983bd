#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every scenario on the emulated host trixie, in virtual time: the result does not
# depend on how busy this machine is. Logs in build/host/trixie-virtual/.
here=$(dirname "$0")
exec "$here/rig.py" run --clock virtual \
	--add "$here/../../build/escape/escape-rootfs" trixie
