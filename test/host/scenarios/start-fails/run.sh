# SPDX-License-Identifier: GPL-2.0-or-later
# A configuration that this QEMU cannot serve: the log ends with the reason, within
# 3 s, in words that lead to what is to be changed. Nothing ends libxl's wait of
# 30 s (docs/contract.md); xl's own "Destruction of domain failed" is about a domain
# that is gone by then.
HDA=$(disk hda.img boot.img)
config device <<END
disk=["format=raw,vdev=hda,access=rw,target=$HDA"]
device_model_args_hvm=["-device", "no-such-device"]
END
wrong_start device "no-such-device' is not a valid device model name"

config nic <<END
disk=["format=raw,vdev=hda,access=rw,target=$HDA"]
vif=["model=ne2k_isa,bridge=xenbr0"]
END
wrong_start nic "ne2k_isa' is not a valid device model name"

config form <<END
disk=["format=raw,vdev=hda,access=rw,target=$HDA"]
device_model_args_hvm=["-cdrom", "/dev/xvda"]
END
wrong_start form 'drive file=/dev/xvdX,if=ide,index=2,media=cdrom'

# device_model_args also reaches dom0's QEMU for the stub domain's consoles.
config both <<END
disk=["format=raw,vdev=hda,access=rw,target=$HDA"]
device_model_args=["-device", "usb-kbd"]
END
if guest_create both; then
	not_ok "device_model_args is dom0's QEMU's as well: xl create fails"
else
	ok "device_model_args is dom0's QEMU's as well: xl create fails ($MS ms)"
fi
note "$(grep -a "usb" /var/log/xen/qemu-dm-both*.log | head -n 2)"
check "neither domain is left" guest_destroy both
end
