# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the scenarios of disks and CDs, after lib.sh: disks whose content
# is known, and what a Linux guest reads from them.
. $PAYLOAD/lib/linux.sh

# data NAME SECTORS SEED: a file of that many sectors that no other seed gives;
# prints its path.
data() {
	python3 -IS -c 'import random, sys
n, seed = map(int, sys.argv[1:])
sys.stdout.buffer.write(random.Random(seed).randbytes(n * 512))' \
		"$2" "$3" >"$RIG/disk/$1" && echo "$RIG/disk/$1"
}

sum_of() { md5sum <"$1" | cut -c1-32; }		# FILE or block device

# head_sum FILE KIB [SKIP_KIB]
head_sum() {
	dd if="$1" bs=1k count="$2" skip="${3:-0}" 2>/dev/null |
		md5sum | cut -c1-32
}

# guest_disks NAME: sets REPLY to "PLACE=SECTORS ..." of the guest's SCSI and
# ATA disks; PLACE is host:channel:id:lun, which is where they are plugged in
# and not the order in which they were found.
guest_disks() {
	type_in "$1" 60 'for d in /sys/block/s[dr]*; do p=$(cd -P $d/device; pwd); printf "%s " ${p##*/}=$(cat $d/size); done; echo'
	REPLY=$(tr ' ' '\n' <<<"$REPLY" | grep . | sort | tr '\n' ' ')
}

# guest_node NAME PLACE: sets NODE to the guest's name of that disk.
guest_node() {
	type_in "$1" 20 "ls -d /sys/bus/scsi/devices/$2/block/*" || return
	NODE=/dev/${REPLY##*/}
	NODE=${NODE%$'\r'}
}

guest_sum() {	# NAME NODE [dd OPTION...]: sets REPLY to the sum
	local name=$1 node=$2
	shift 2
	type_in "$name" 90 "dd if=$node bs=64k $* 2>/dev/null | md5sum"
	REPLY=${REPLY%% *}
}

# guest_reads_cd NAME NODE FILE: after a change the drive says "no medium" once
# and "medium changed" once (QEMU, hw/ide/atapi.c, cmd_test_unit_ready and
# ide_atapi_cmd): the guest asks again.
guest_reads_cd() {
	local want try
	want=$(sum_of "$3")
	for try in 1 2 3; do
		guest_sum "$1" "$2"
		[ "$REPLY" != "$want" ] || return 0
	done
	return 1
}

# dm_disk NAME FILE: a device that is FILE until dm_become says otherwise; sets
# DM. There is no udevd here to make a node in /dev/mapper.
dm_disk() {
	modprobe dm-mod &&
		DM_LOOP=$(losetup -f --show "$2") &&
		DM_SIZE=$(blockdev --getsz "$DM_LOOP") &&
		dmsetup create "$1" --noudevrules --noudevsync \
			--table "0 $DM_SIZE linear $DM_LOOP 0" &&
		DM=/dev/$(dmsetup info -c --noheadings -o blkdevname "$1") &&
		[ -b "$DM" ]
}

dm_become() {	# NAME linear|error
	local table="0 $DM_SIZE $2"
	[ "$2" = error ] || table+=" $DM_LOOP 0"
	dmsetup suspend --nolockfs --noflush --noudevsync "$1" &&
		dmsetup load "$1" --table "$table" &&
		dmsetup resume --noudevrules --noudevsync "$1"
}

dm_gone() {	# NAME
	dmsetup remove --noudevrules --noudevsync "$1"
	losetup -d "$DM_LOOP"
}
