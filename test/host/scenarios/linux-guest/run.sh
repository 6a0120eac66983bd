# SPDX-License-Identifier: GPL-2.0-or-later
# The Linux guest gets to its prompt, reads its disk as it is in dom0, and what
# it writes and syncs is on the image after xl destroy, which asks nobody.
IMAGE=$(disk hda.img guest.img)
END=$(cat "$GUEST/guest.end")		# the first byte that is the guest's
SKIP=$((END / 4096 + 1))

sum() {	# BLOCKS: of the image's first blocks of 4 KiB
	dd if="$IMAGE" bs=4096 count="$1" 2>/dev/null | md5sum | cut -d' ' -f1
}

config linux <<END
disk=["format=raw,vdev=hda,access=rw,target=$IMAGE"]
END
guest_up linux
now_ms; T=$NOW
if ! expect linux 90 'GUEST READY'; then
	not_ok "the guest comes up: $REPLY"
	guest_destroy linux
	end
fi
now_ms
ok "the guest comes up ($((NOW - T)) ms)"
check "it has a prompt" expect linux 20 'guest# '
WANT=$(sum 64)
type_in linux 60 'dd if=/dev/sda bs=4096 count=64 2>/dev/null | md5sum'
is "it reads what dom0 has" "${REPLY%% *}" "$WANT"
check "it writes 1 MiB and flushes" type_in linux 90 \
	"dd if=/dev/sda of=/dev/sda bs=4096 count=256 seek=$SKIP conv=fsync 2>/dev/null"
type_in linux 30 'cat /sys/block/sda/device/model'
note "the guest's disk: $REPLY; MemFree of the stub domain:" \
	"$(grep -ao '[0-9]* KiB free' "$(log_of linux)" | tail -n 1)"
check "xl destroy leaves neither domain" guest_destroy linux
GOT=$(dd if="$IMAGE" bs=4096 skip=$SKIP count=256 2>/dev/null |
	md5sum | cut -d' ' -f1)
is "the image has what was written" "$GOT" "$(sum 256)"
end
