# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 900
# Device states of about 100 KB, and with SOAK=1 of 1 MB: guests with many SCSI
# controllers, each with 8 KiB of memory of its own. It is saved again and again
# in one life of the stub domain; the restore is within libxl's limit.
. $PAYLOAD/lib/save.sh

controllers() {	# NUMBER: each is a function of a PCI device
	local i
	for ((i = 0; i < $1; i++)); do
		printf '"-device","lsi53c895a,addr=0x%x.%d,multifunction=on",' \
			$((4 + i / 8)) $((i % 8))
	done
}

large() {	# NAME CONTROLLERS SAVES MEMORY: of the stub domain, in MB
	local name=$1
	STUBDOM_MB=$4 config $name <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk $name.img boot.img)"]
	device_model_args_hvm=[$(controllers $2)]
	END
	guest_up $name
	check "$name: the boot sector runs" expect $name 200 'TICK 1'
	must save $name "$name: xl save" guest_save $name
	note "$MS ms; $(grep -ao 'device state: .*' "$(log_of $name)")"
	serial_keep $name
	must restore $name "$name: xl restore" guest_restore $name
	note "$MS ms; $(grep -ao 'phase state-ready.*' "$(log_of $name)")"
	check_why restore $name "$name: the count goes on" \
		expect $name 90 'TICK [0-9]+'
	check "$name: no tick is missing" ticks_gap $name
	OUT=$(python3 -IS $PAYLOAD/lib/qmpsave.py "/var/run/xen/qmp-libxl-$G" \
		"$XEN_SAVES/qemu-save.$G" $3 2>&1)
	check "$name: $OUT" [ $? = 0 ]
	check "$name: xl destroy leaves neither domain" guest_destroy $name
}

large kilobytes 11 2 32
[ -z "${SOAK:-}" ] || large megabyte 112 10 128
check "nothing is left in $XEN_SAVES" nothing_left
end
