# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0: what a guest reads from its IDE disk and writes to it, per second.
. $PAYLOAD/lib/disks.sh
. $PAYLOAD/add/dom0/lib.sh

bench() {	# KIND: blockbench's lines, in $RIG/KIND.bench
	# no hole, which would be no disk to speak of
	dd if=/dev/urandom of="$RIG/disk/$1.hdb" bs=1M count=8 2>/dev/null
	bench_config "$1" <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1.hda" guest.img)",
	      "format=raw,vdev=hdb,access=rw,target=$RIG/disk/$1.hdb",
	      "format=raw,vdev=hdc,devtype=cdrom,target=$PAYLOAD/add/dom0/bench.iso"]
	END
	bench_prompt "$1"
	guest_node "$1" 1:0:0:0
	type_in "$1" 20 "mount -t iso9660 -o ro $NODE /mnt" || error "$REPLY"
	guest_node "$1" 0:0:1:0
	type_in "$1" 200 "/mnt/blockbench $NODE >/tmp/b; cat /tmp/b | tr '\\\\n' ';'; echo" ||
		error "blockbench: $REPLY"
	tr ';' '\n' <<<"$REPLY" | grep . >"$RIG/$1.bench"
	bench_down "$1"
}

bench ours
bench dom0
title "disk, KiB/s"
while read -r what kib us _ kib0 us0; do
	row "$what" $((kib * 1000000 / us)) $((kib0 * 1000000 / us0))
done < <(paste -d' ' "$RIG/ours.bench" "$RIG/dom0.bench")
