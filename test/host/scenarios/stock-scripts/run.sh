# SPDX-License-Identifier: GPL-2.0-or-later
# The distribution's own hotplug scripts, block and vif-bridge, which all other
# scenarios replace by short ones to save time.
scripts() {	# FROM TO: suffixes in /etc/xen/scripts
	local s
	for s in block vif-bridge; do
		cp "/etc/xen/scripts/$s$1" "/etc/xen/scripts/$s$2"
	done
}

scripts "" .ours
scripts .stock ""
config stock <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
vif=["mac=00:16:3e:00:00:01,bridge=xenbr0,model=e1000"]
END
guest_up stock
check "the boot sector runs" expect stock 60 'TICK 1'
is "guest and stub domain have a loop device each" "$(losetup -a | wc -l)" 2
is "and a port of the bridge each" \
	"$(ls /sys/class/net/xenbr0/brif | grep -c '^vif[0-9]*\.0$')" 2
check "xl destroy leaves neither domain" guest_destroy stock
is "nor a loop device" "$(losetup -a)" ""
scripts .ours ""
end
