# SPDX-License-Identifier: GPL-2.0-or-later
# Soft reset, as a guest asks for it when it has loaded another kernel: libxl
# destroys the stub domain as soon as the state is saved, keeps the guest's
# memory and CPU, and starts another stub domain with that state. Here dom0
# asks in the guest's place, whose program then simply goes on.
. $PAYLOAD/lib/save.sh

soft_reset() {	# DOMID: SCHEDOP_remote_shutdown, SHUTDOWN_soft_reset
	python3 -IS - "$1" <<-'END'
	import ctypes, glob, sys
	lib = sorted(glob.glob('/usr/lib/x86_64-linux-gnu/libxenctrl.so.4*'))
	xc = ctypes.CDLL(lib[-1])
	xc.xc_interface_open.restype = ctypes.c_void_p
	xch = ctypes.c_void_p(xc.xc_interface_open(None, None, 0))
	sys.exit(xc.xc_domain_shutdown(xch, int(sys.argv[1]), 5) != 0)
	END
}

other_stub() {
	local s
	s=$(domid boot-dm) && [ "$s" != "$S" ] && has_serial boot
}

config boot <<END
on_soft_reset="soft-reset"
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 2'
OLD=$S
check "soft reset is asked for" soft_reset "$G"
if wait_for 120 other_stub; then
	S=$(domid boot-dm)
	ok "the guest has a new stub domain: $OLD became $S"
else
	not_ok "the guest has a new stub domain"
	tail -n 5 /var/log/xen/xl-boot.log | sed 's/^/# /'
fi
is "the guest itself is the same" "$(domid boot)" "$G"
serial_keep boot
serial_open boot
note "$(grep -ao 'phase state-ready.*' "$(log_of boot)" | tail -n 1)"
check "it goes on" expect boot 120 'TICK ([0-9]+)\r'
check "from where it was ($REPLY)" [ "${REPLY:-0}" -gt 2 ]
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
# libxl forgets a disk that no PV driver of the guest has taken ("unable to
# remove device", device_backend_callback), with a device model in dom0 as well.
losetup -j "$RIG/disk/hda.img" | cut -d: -f1 | xargs -r losetup -d
end
