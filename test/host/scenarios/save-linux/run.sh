# SPDX-License-Identifier: GPL-2.0-or-later
# soak: does not pass on both hosts yet.
# deadline: 600
# A Linux guest with disk, CD and NIC is saved while it writes to its disk, and
# restored: its memory, its disk, its CD and its NIC are as they were.
. $PAYLOAD/lib/save.sh
IMAGE=$(disk hda.img guest.img)
CD=$(disk cd.iso boot.img)
SKIP=$(($(cat "$GUEST/guest.end") / 4096 + 1))
COUNT=1024		# blocks of 4 KiB

guest_sum() {	# FILE: sets REPLY
	type_in linux 90 "md5sum <$1"
	REPLY=${REPLY%% *}
}

config linux <<END
disk=["format=raw,vdev=hda,access=rw,target=$IMAGE",
	"format=raw,vdev=hdc,access=ro,devtype=cdrom,target=$CD"]
vif=["bridge=xenbr0,mac=00:16:3e:11:22:33"]
END
guest_up linux
if ! { expect linux 200 'GUEST READY' && expect linux 30 'guest# '; }; then
	not_ok "the guest comes up: $REPLY"
	guest_destroy linux
	end
fi
type_in linux 60 'ls /sys/class/net | tr "\n" " "'
NICS=$REPLY
type_in linux 60 'ifconfig eth0 192.168.77.2 up'
check "its network works" type_in linux 60 'ping -c 2 -W 10 192.168.77.1 >/tmp/ping'
check "it has a file of random bytes in memory" type_in linux 90 \
	"dd if=/dev/urandom of=/tmp/data bs=4096 count=$COUNT 2>/dev/null"
guest_sum /tmp/data
SUM=$REPLY
type_in linux 30 'date +%s'
DATE=$REPLY
send linux "dd if=/tmp/data of=/dev/sda bs=4096 seek=$SKIP conv=fsync 2>/tmp/dd; echo WRITTEN\\r"
if guest_save linux; then
	ok "xl save while it writes ($MS ms," \
		"$(stat -c %s "$(save_file linux)") bytes in all)"
	note "$(grep -ao 'device state: .*' "$(log_of linux)")"
else
	not_ok "xl save while it writes"
	why_not save linux
	guest_destroy linux
	end
fi
serial_keep linux
if guest_restore linux; then
	ok "xl restore ($MS ms)"
	note "$(grep -ao 'phase state-ready.*' "$(log_of linux)" | tail -n 1)"
else
	not_ok "xl restore"
	why_not restore linux
	guest_destroy linux
	end
fi
grep -q '^WRITTEN' $RIG/log/linux.all ||
	check "its writing comes to an end" expect linux 120 'WRITTEN'
send linux '\r'
check "its shell answers" expect linux 60 'guest# '
guest_sum /tmp/data
is "its memory is as it was" "$REPLY" "$SUM"
type_in linux 90 "dd if=/dev/sda bs=4096 skip=$SKIP count=$COUNT 2>/dev/null | md5sum"
is "its disk has what was written" "${REPLY%% *}" "$SUM"
type_in linux 90 'md5sum </dev/sr0'
is "its CD is the same" "${REPLY%% *}" "$(md5sum <$CD | cut -d' ' -f1)"
type_in linux 60 'ls /sys/class/net | tr "\n" " "'
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
