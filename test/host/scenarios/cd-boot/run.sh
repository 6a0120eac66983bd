# SPDX-License-Identifier: GPL-2.0-or-later
# A guest boots from a CD (El Torito): GRUB, which reads a file there. The empty
# drive beside it, which never connects, delays nothing.
case $XEN_LIB in *4.17) PHY= ;; *) PHY=,backendtype=phy ;; esac
config cd <<END
boot="d"
disk=["format=raw,vdev=hdd,devtype=cdrom,target=",
      "format=raw,vdev=hdc,devtype=cdrom$PHY,target=$(disk boot.iso boot.iso)"]
END
guest_up cd
note "$(grep -ao 'phase running.*' "$(log_of cd)")"
check "xl create did not wait for the empty drive (${CREATE_MS} ms)" \
	[ "$CREATE_MS" -lt 12000 ]
check "GRUB runs from the CD" expect cd 100 'GRUB BIOS'
expect cd 100 '([0-9a-f]{32})  '
is "it reads a file there" "$REPLY" "$(cat "$GUEST/data.sum")"
check "xl destroy leaves neither domain" guest_destroy cd
end
