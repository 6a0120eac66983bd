# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by scenarios that use the shell of the debug image, on the console of
# the guest's second serial port.

DEBUG_IMAGE=$PAYLOAD/add/qemu-stubdom-linux-rootfs-debug
PROBE_IMAGE=$PAYLOAD/add/probe-rootfs

# config_debug NAME IMAGE [WORDS]: as config, a boot sector on hda. More lines
# on standard input.
config_debug() {
	[ -e "$2" ] || { skip "$1" "no $2: make escape"; end; }
	config "$1" <<-END
	serial=["pty","pty"]
	stubdomain_ramdisk="$2"
	stubdomain_cmdline="stubdom.shell=hvc4 ${3:-}"
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1.img" boot.img)"]
	$(cat)
	END
}

shell_tty() { xenstore-read "/local/domain/$S/device/console/4/tty"; }

shell_prompt() { expect "$1-sh" "$2" 'stubdom# '; }

shell_open() {	# NAME: it opens when someone types
	con_open "$1-sh" "$(shell_tty)" && send "$1-sh" '\r' &&
		shell_prompt "$1" 30 && sh_do "$1" 20 'pid() { for p in' \
		' /proc/[0-9]*; do [ "$(readlink $p/exe)" = /bin/$1 ] &&' \
		' echo ${p#/proc/}; done; }'
}

shell_close() { con_close "$1-sh"; }

# sh_do NAME SECONDS COMMAND...: typed as one line, to its end; sets REPLY to
# the last line of output. $(pid qemu) in it is the pid of /bin/qemu.
sh_do() { type_in "$1-sh" "$2" "${*:3}"; }
