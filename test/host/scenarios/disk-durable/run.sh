# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 900
# A write that the guest was told is done is dom0's, whatever dies then: a boot
# sector writes 64 KiB by int 13h to two disks, without a flush, and the image is
# looked at in dom0. The second disk has sectors of 512, 2,048 or 4,096 bytes, and
# the write does not begin or end at one of the larger ones.
# SOAK=1: every end with every sector size, the same with a QEMU in dom0, and a
# Linux guest that has a panic (reboot -f flushes: drivers/scsi/sd.c, sd_shutdown).
. $PAYLOAD/lib/disks.sh
. $PAYLOAD/lib/shell.sh

# bytes FILE FIRST COUNT CHARACTER: how many of those sectors' bytes are another
bytes() {
	dd if="$1" bs=512 skip="$2" count="$3" 2>/dev/null | tr -d "$4" | wc -c
}

# is_written FILE CHARACTER: and nothing beside it
is_written() {
	[ "$(bytes "$1" 129 128 "$2")" = 0 ] &&
		[ "$(bytes "$1" 1 128 '\000')" = 0 ] &&
		[ "$(bytes "$1" 257 63 '\000')" = 0 ]
}

# writer NAME SECTOR_SIZE CHARACTER [dom0|debug]: a guest that has written
writer() {
	local shell=
	truncate -s 1M "$RIG/disk/$1.hdb"
	LOOP=$(losetup -f --show -b "$2" "$RIG/disk/$1.hdb") ||
		error "no loop device with sectors of $2 bytes"
	[ "${4:-}" != debug ] || shell="serial=[\"pty\",\"pty\"]
		stubdomain_ramdisk=\"$DEBUG_IMAGE\"
		stubdomain_cmdline=\"stubdom.shell=hvc4\""
	config "$1" <<-END
	$shell
	on_poweroff="destroy"
	on_reboot="destroy"
	on_crash="destroy"
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1.hda" write.img)",
	      "format=raw,vdev=hdb,access=rw,target=$LOOP"]
	END
	[ "${4:-}" != dom0 ] ||
		sed -i '/^stubdomain_\|^device_model_stub/d' "$RIG/$1.cfg"
	guest_up "$1"
	expect "$1" 60 'WRITER' || error "no boot sector: $REPLY"
	[ "${4:-}" != debug ] || shell_open "$1" || error "no shell: $REPLY"
	send "$1" "$3"
	expect "$1" 60 "WRITTEN $3|WRITE ERROR" && [ "$REPLY" != "WRITE ERROR" ] ||
		not_ok "it writes: $REPLY"
}

# written NAME SECTOR_SIZE CHARACTER HOW: the domains are gone, or soon will be
written() {
	wait_for 20 both_gone "$1" || not_ok "$4: neither domain is left"
	con_close "$1"
	guest_destroy "$1"
	check "$4: hda has what was written" is_written "$RIG/disk/$1.hda" "$3"
	check "$4: hdb ($2-byte sectors), too" is_written "$RIG/disk/$1.hdb" "$3"
	losetup -d "$LOOP"
}

ends() {	# HOW SECTOR_SIZE [dom0]
	local kind=${3:+", QEMU in dom0"}
	case $1 in
	reset-kbd) writer "$1" $2 k $3; written "$1" $2 k "reset, port 0x64$kind" ;;
	reset-cf9) writer "$1" $2 c $3; written "$1" $2 c "reset, port 0xcf9$kind" ;;
	triple) writer "$1" $2 t $3; written "$1" $2 t "triple fault$kind" ;;
	poweroff) writer "$1" $2 p $3; written "$1" $2 p "power-off$kind" ;;
	destroy)
		writer "$1" $2 x $3
		xl destroy "$1"
		written "$1" $2 x "xl destroy$kind"
		;;
	kill)
		writer "$1" $2 x debug
		send "$1-sh" 'kill -KILL $(pid qemu)\r'
		wait_for 20 both_gone "$1"
		shell_close "$1"
		written "$1" $2 x "SIGKILL of QEMU"
		;;
	panic)
		writer "$1" $2 x
		python3 -IS $PAYLOAD/lib/domctl.py oops "$S" || error "no oops"
		written "$1" $2 x "panic of the stub domain"
		;;
	destroy-dm)
		writer "$1" $2 x
		xl destroy "$1-dm"
		wait_for 20 gone "$1-dm"
		xl destroy "$1"
		written "$1" $2 x "xl destroy of the stub domain"
		;;
	esac
}

# Its PID 1 finds zeros where its program was.
linux_panics() {
	config linux <<-END
	$LINUX_BOOT
	on_reboot="destroy"
	disk=[$LINUX_DISK,
	      "format=raw,vdev=hda,access=rw,target=$(data linux.img 2048 3)"]
	END
	linux_up linux
	guest_node linux 0:0:0:0
	type_in linux 60 "dd if=/bin/busybox bs=64k count=4 2>/dev/null | md5sum"
	local want=${REPLY%% *}
	check "a Linux guest writes past its cache" type_in linux 60 \
		"dd if=/bin/busybox of=$NODE bs=64k count=4 oflag=direct 2>/dev/null"
	type_in linux 20 "dd if=/dev/zero of=/proc/1/mem conv=notrunc bs=4k count=32 seek=\$((0x\$(sed -n 's/-.* r-xp.*//p' /proc/1/maps | head -n 1) / 4096)) 2>/dev/null" ||
		error "its PID 1 cannot be written to: $REPLY"
	send linux 'exit\r'
	expect linux 30 'Kernel panic' || error "no panic: $REPLY"
	check "Linux has a panic: neither domain is left" \
		wait_for 20 both_gone linux
	con_close linux
	guest_destroy linux
	is "the image has it" "$(head_sum "$RIG/disk/linux.img" 256)" "$want"
}

DISK_ENDS="reset-kbd:4096 triple:2048 destroy:512 panic:4096"
if [ -n "${SOAK:-}" ]; then
	DISK_ENDS=
	for how in reset-kbd reset-cf9 triple poweroff destroy kill panic \
			destroy-dm; do
		DISK_ENDS+=" $how:512 $how:2048 $how:4096"
	done
fi
for end in $DISK_ENDS; do
	ends "${end%:*}" "${end#*:}"
done
if [ -n "${SOAK:-}" ]; then
	for how in reset-kbd reset-cf9 triple poweroff destroy; do
		ends $how 512 dom0
	done
	linux_panics
fi
end
