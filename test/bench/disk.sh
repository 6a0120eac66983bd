# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0: a guest's disk behind our stub domain, then the same guest with a
# QEMU in dom0, and the ratios.
. $PAYLOAD/lib/disks.sh

dom0_qemu() {	# NAME: the same configuration without its stub domain
	sed -i '/^stubdomain_\|^device_model_stubdomain/d' "$RIG/$1.cfg"
}

tty_of() { xenstore-read "/local/domain/$1/serial/0/tty" 2>/dev/null; }
has_tty() { SERIAL=$(tty_of "$1"); [ -n "$SERIAL" ]; }

up() {	# NAME stub|dom0
	guest_create "$1" -p || error "xl create: $(tail -n 3 "$RIG/log/$1.xl")"
	if [ "$2" = stub ]; then
		serial_open "$1"
	else
		wait_for 10 has_tty "$G" && con_open "$1" "$SERIAL"
	fi || error "no serial port"
	xl unpause "$1"
	expect "$1" 120 'GUEST READY' && expect "$1" 20 'guest# ' ||
		error "$1: the guest does not come up: $REPLY"
}

bench() {	# NAME TYPE: its lines, in $RIG/NAME.bench
	# no hole, which would be no disk to speak of
	dd if=/dev/urandom of="$RIG/disk/$1.hdb" bs=1M count=8 2>/dev/null
	config "$1" <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1.hda" guest.img)",
	      "format=raw,vdev=hdb,access=rw,target=$RIG/disk/$1.hdb",
	      "format=raw,vdev=hdc,devtype=cdrom,target=$PAYLOAD/add/bench.iso"]
	END
	[ "$2" = stub ] || dom0_qemu "$1"
	up "$1" "$2"
	guest_node "$1" 1:0:0:0
	type_in "$1" 20 "mount -t iso9660 -o ro $NODE /mnt" || error "$REPLY"
	guest_node "$1" 0:0:1:0
	type_in "$1" 200 "/mnt/blockbench $NODE >/tmp/b; cat /tmp/b | tr '\\\\n' ';'; echo" ||
		error "blockbench: $REPLY"
	tr ';' '\n' <<<"$REPLY" | grep . >"$RIG/$1.bench"
	guest_destroy "$1"
}

bench ours stub
bench dom0 dom0
echo "disk (IDE): KiB/s behind the stub domain, with a QEMU in dom0, ratio"
paste -d' ' "$RIG/ours.bench" "$RIG/dom0.bench" |
	awk '{ a = $2 * 1e6 / $3; b = $5 * 1e6 / $6
		printf "%-18s %8d %8d %6.2f\n", $1, a, b, a / b }'
