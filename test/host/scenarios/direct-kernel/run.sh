# SPDX-License-Identifier: GPL-2.0-or-later
# kernel=, ramdisk= and cmdline= of an HVM guest: libxl passes the names of
# dom0's files. Given as CDs as well they get there; else one line says so.
KERNEL=$(disk vmlinuz guest.bzImage)
RAMDISK=$(disk initrd guest.initrd)
config direct <<END
kernel="$KERNEL"
ramdisk="$RAMDISK"
cmdline="$(cat "$GUEST/guest.cmdline") canary"
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)",
      "format=raw,vdev=xvdy,devtype=cdrom,backendtype=qdisk,target=$KERNEL",
      "format=raw,vdev=xvdz,devtype=cdrom,backendtype=qdisk,target=$RAMDISK"]
END
guest_up direct
check "the kernel runs" expect direct 120 'GUEST READY'
check "it has a prompt" expect direct 20 'guest# '
type_in direct 20 'grep -c canary /proc/cmdline'
is "with the command line" "$REPLY" 1
type_in direct 20 'md5sum /extra'
is "and the RAM disk" "${REPLY%% *}" "$(cat "$GUEST/guest.initrd.sum")"
type_in direct 20 'cat /sys/block/sda/size'
is "it has the disk that is emulated" "$REPLY" 2048
check "xl destroy leaves neither domain" guest_destroy direct

config refused <<END
kernel="$KERNEL"
disk=["format=raw,vdev=hda,access=rw,target=$RIG/disk/hda.img",
      "format=raw,vdev=xvdz,access=ro,backendtype=phy,target=$KERNEL"]
END
wrong_start refused 'give it to the guest as a CD'
end
