# SPDX-License-Identifier: GPL-2.0-or-later
# Arguments that a shell would break: spaces, commas, quotes, a backslash, and a
# thousand of them. QEMU must get each as libxl wrote it: its own name for the
# guest, read back through the monitor, shows that.
WANT="a b  c,d 'e' \\f"

start() {	# NAME: boots, with what config was given
	guest_start "$1" && expect "$1" 60 'BOOT-SECTOR OK' &&
		expect "$1" 30 "$(cat "$GUEST/boot.sum")"
}

config odd <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
device_model_args_hvm=["-name", "guest=${WANT//,/,,}", "-rtc", "base=utc", "-global", "isa-fdc.fallback=144"]
END
sed -i '/^device_model_args/s/\\/\\\\/g' $RIG/odd.cfg	# as xl.cfg wants it
check "spaces, commas, quotes, a backslash: boots" start odd
is "QEMU got them as they are" \
	"$(xl qemu-monitor-command odd 'info name' | tr -d '\r')" "$WANT"
check "xl destroy leaves neither domain" guest_destroy odd
con_close odd

config many <<END
disk=["format=raw,vdev=hda,access=rw,target=$RIG/disk/hda.img"]
device_model_args_hvm=[ $(for ((i = 0; i < 500; i++)); do
	printf '"-global", "isa-fdc.fallback=144", '; done) ]
END
check "1,000 more arguments: boots" start many
# The directory is too large for oxenstored to list: look for a late one.
check "more than 999 of them" xenstore-read \
	"$(xenstore-read "/local/domain/$G/vm")/image/dm-argv/1010"
note "create $CREATE_MS ms," \
	"$(grep -ao 'phase plan-ready.*' "$(log_of many)")"
check "xl destroy leaves neither domain" guest_destroy many
end
