# SPDX-License-Identifier: GPL-2.0-or-later
# bios="ovmf": hvmloader starts Debian's OVMF, which finds GRUB on the emulated
# disk, which reads a file there. libxl loads the firmware in dom0: the stub
# domain has no part in it.
config uefi <<END
bios="ovmf"
memory=160
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img efi.img)"]
END
guest_up uefi
now_ms; T=$NOW
check "GRUB runs under UEFI" expect uefi 150 'GRUB UEFI'
now_ms
note "$((NOW - T)) ms from the start to GRUB"
expect uefi 60 '([0-9a-f]{32})  '
is "it reads a file" "$REPLY" "$(cat "$GUEST/data.sum")"
check "xl destroy leaves neither domain" guest_destroy uefi
end
