# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 600
# A Linux guest with disk, CD, NIC and tablet is saved while it writes to its
# disk, and restored: its memory, what it has read of its disk, its screen and
# its devices are as they were, and what it wrote is whole.
. $PAYLOAD/lib/save.sh
. $PAYLOAD/lib/linux.sh
IMAGE=$(disk hda.img guest.img)
CD=$(disk cd.iso boot.img)
SKIP=$(($(cat "$GUEST/guest.end") / 4096 + 1))
COUNT=1024		# blocks of 4 KiB

usb() { xl qemu-monitor-command linux 'info usb' | tr -s ' \n' ' '; }

guest_sum() {	# FILE: sets REPLY
	type_in linux 90 "md5sum <$1"
	REPLY=${REPLY%% *}
}

config linux <<END
disk=["format=raw,vdev=hda,access=rw,target=$IMAGE",
	"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$CD"]
vif=["bridge=xenbr0,mac=00:16:3e:11:22:33"]
usb=1
usbdevice="tablet"
END
linux_up linux 200
type_in linux 60 'echo $(ls /sys/class/net)'
NICS=$REPLY
type_in linux 60 'ifconfig eth0 192.168.77.2 up'
check "its network works" type_in linux 60 'ping -c 2 -W 10 192.168.77.1 >/tmp/ping'
check "it has a file of random bytes in memory" type_in linux 90 \
	"dd if=/dev/urandom of=/tmp/data bs=4096 count=$COUNT 2>/dev/null"
guest_sum /tmp/data
SUM=$REPLY
check "and words on its screen" type_in linux 30 \
	'for i in 1 2 3 4 5 6 7 8 9; do echo "line $i of the screen"; done >/dev/tty1'
guest_sum /dev/vcsa1
SCREEN=$REPLY
# 3: the cache is dropped when nobody has the disk open any more
type_in linux 90 'exec 3</dev/sda; dd if=/dev/sda bs=4096 count=128 2>/dev/null | md5sum'
CACHED=$REPLY
is "and what it read of its disk" "${CACHED%% *}" "$(dd if="$IMAGE" bs=4096 \
	count=128 2>/dev/null | md5sum | cut -d' ' -f1)"
USB=$(usb)
check "it has a tablet: $USB" grep -q 'QEMU USB Tablet' <<<"$USB"
type_in linux 30 'date +%s'
DATE=$REPLY
send linux "dd if=/tmp/data of=/dev/sda bs=4096 seek=$SKIP conv=fsync 2>/tmp/dd; echo WRITTEN\\r"
# What waits in dom0's pty is lost with it: all of the line must be the guest's.
check "it starts to write" expect linux 60 'echo WRITTEN\r'
must save linux "xl save while it writes" guest_save linux
note "$MS ms, $(stat -c %s "$(save_file linux)") bytes in all," \
	"$(grep -ao 'device state: .*' "$(log_of linux)")"
serial_keep linux
must restore linux "xl restore" guest_restore linux
note "$MS ms; $(grep -ao 'phase state-ready.*' "$(log_of linux)" | tail -n 1)"
grep -q '^\(guest# \)*WRITTEN' $RIG/log/linux.all ||
	check "its writing comes to an end" expect linux 120 'WRITTEN'
send linux '\r'
check "its shell answers" expect linux 60 'guest# '
guest_sum /tmp/data
is "its memory is as it was" "$REPLY" "$SUM"
guest_sum /dev/vcsa1
is "its screen is as it was" "$REPLY" "$SCREEN"
type_in linux 90 'dd if=/dev/sda bs=4096 count=128 2>/dev/null | md5sum'
is "its disk cache is as it was" "$REPLY" "$CACHED"
type_in linux 30 'exec 3<&-'
is "its tablet is as it was" "$(usb)" "$USB"
type_in linux 90 "dd if=/dev/sda bs=4096 skip=$SKIP count=$COUNT 2>/dev/null | md5sum"
is "its disk has what was written" "${REPLY%% *}" "$SUM"
type_in linux 90 'md5sum </dev/sr0'
is "its CD is the same" "${REPLY%% *}" "$(md5sum <$CD | cut -d' ' -f1)"
type_in linux 60 'echo $(ls /sys/class/net)'
is "its NICs are the same" "$REPLY" "$NICS"
check "its network works" type_in linux 60 'ping -c 2 -W 10 192.168.77.1 >/tmp/ping'
type_in linux 30 'date +%s'
check "its clock goes on ($DATE, $REPLY)" [ "$REPLY" -ge "$DATE" ]
check "xl destroy leaves neither domain" guest_destroy linux
GOT=$(dd if="$IMAGE" bs=4096 skip=$SKIP count=$COUNT 2>/dev/null |
	md5sum | cut -d' ' -f1)
is "the image has what was written" "$GOT" "$SUM"
check "nothing is left in $XEN_SAVES" nothing_left
end
