#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every scenario on the emulated host bookworm, in virtual time: the result does not
# depend on how busy this machine is. Logs in build/host/bookworm-virtual/.
here=$(dirname "$0")
cd "$here/../.."
exec test/host/rig.py run --clock virtual --add build/escape/escape-rootfs \
	--add build/escape/probe-rootfs \
	--add build/qemu-stubdom-linux-rootfs-debug bookworm
