# SPDX-License-Identifier: GPL-2.0-or-later
# "make demo", the part in dom0: a Linux guest with a stub domain, by xl.
headline() { printf '\n== %s\n' "$*"; }

show() {	# COMMAND...: as typed, with its output
	printf '# %s\n' "$*"
	"$@"
}

config demo <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img guest.img)"]
END
headline "The guest's configuration"
cat "$RIG/demo.cfg"
headline "xl create (the distribution's own, unmodified)"
show xl info | grep -E '^#|^xen_version|^release|^virt_caps'
if ! guest_start demo; then
	tail -n 5 "$RIG/log/demo.xl"
	exit 1
fi
echo "created in $CREATE_MS ms, unpaused in $MS ms (emulated host)"
headline "The guest's serial console"
if ! expect demo 120 'guest# '; then
	echo "no prompt: $REPLY"
	exit 1
fi
type_in demo 60 'dd if=/dev/sda bs=4096 count=64 2>/dev/null | md5sum'
tr -d '\r' <"$RIG/log/demo.log"
echo
headline "The domains"
show xl list
headline "The stub domain's start-up (ms since its boot)"
tr -d '\r' <"$(log_of demo)"
END=$(grep -ao '[0-9]* KiB free of [0-9]* KiB' "$(log_of demo)" | tail -n 1)
headline "Memory of the stub domain with QEMU running: $END"
[ -n "${KEEP:-}" ] || guest_destroy demo
