# SPDX-License-Identifier: GPL-2.0-or-later
# A guest without serial port: libxl then makes no console 3. What the guest
# does shows in the hypervisor's log, where SeaBIOS writes.
boots() { xl dmesg | grep -q "(d$G).*Booting from 0000:7c00"; }

config quiet <<END
serial=""
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
sed -i '/^serial=/d' $RIG/quiet.cfg
if guest_create quiet; then
	ok "xl create ends well ($MS ms)"
else
	not_ok "xl create: $(tail -n 2 $RIG/log/quiet.xl | tr '\n' ' ')"
	end
fi
is "there is no console 3" \
	"$(xenstore-list "/local/domain/$S/device/console" | tr '\n' ' ')" "1 2 "
check "the guest boots from its disk" wait_for 60 boots
check "xl destroy leaves neither domain" guest_destroy quiet
end
