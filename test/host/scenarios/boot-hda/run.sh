# SPDX-License-Identifier: GPL-2.0-or-later
# A boot sector on hda: it reads sectors by int 13h and prints their sum, which
# must be the one computed when the image was made.
config boot-hda <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot-hda
check "the boot sector runs" expect boot-hda 60 'BOOT-SECTOR OK'
expect boot-hda 30 '(SUM [0-9A-F]+|READ ERROR [0-9A-F]+)\r'
is "the sum it read is the host's" "$REPLY" "$(cat "$GUEST/boot.sum")"
check "the clock ticks" expect boot-hda 30 'TICK 2'
check "xl destroy leaves neither domain" guest_destroy boot-hda
end
