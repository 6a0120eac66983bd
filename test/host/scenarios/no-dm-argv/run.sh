# SPDX-License-Identifier: GPL-2.0-or-later
# A toolstack that gives the stub domain devices but no arguments: the plan is
# made of the target and the device list. Here a script in dom0 does in few
# lines what libxl does (lib.sh: bare_guest, bare_stub, bare_target).
IMAGE=$(disk hda.img boot.img)

running() {
	[ "$(xenstore-read "/local/domain/$S/device-model/$G/state" \
		2>/dev/null)" = running ]
}
boots() { xl dmesg | grep -q "(d$G).*Booting from 0000:7c00"; }

bare_guest bare </dev/null ||
	error "xl create of the guest: $(tail -n 1 $RIG/log/bare.xl)"
bare_stub bare-stub <<END || error "xl create of the PV domain"
disk=["format=raw,vdev=hda,access=rw,target=$IMAGE"]
END
bare_target || error "the target could not be set"
bare_run bare-stub
check "QEMU runs" wait_for 30 running
note "$(grep -ao 'phase plan-ready.*' "$(bare_log bare-stub)" | tail -n 1)"
python3 -IS $PAYLOAD/lib/domctl.py unpause "$G"
check "the guest boots from the disk it was given" wait_for 60 boots
xl destroy bare-stub
check "xl destroy of the stub domain" guest_destroy bare-stub
check "xl destroy of the guest" guest_destroy bare
end
