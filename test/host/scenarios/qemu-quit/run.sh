# SPDX-License-Identifier: GPL-2.0-or-later
# QEMU ends while the guest runs ("quit" on its monitor): the toolstack learns
# it, xl's on_crash runs. destroy: both domains are gone within 5 s; restart: a
# new pair runs; preserve: the guest is there to be looked at.
crashed() { case $(state "$1") in ????c*) ;; *) return 1 ;; esac; }
again() {
	local g
	g=$(domid "$1") && [ "$g" != "$G" ] && [ "$(domid "$1-dm")" ]
}

start() {	# NAME ON_CRASH
	config "$1" <<-END
	on_crash="$2"
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1.img" boot.img)"]
	END
	guest_up "$1"
	check "the boot sector runs" expect "$1" 60 'TICK 1'
	xl qemu-monitor-command "$1" quit >>"$RIG/log/$1.xl" 2>&1
	now_ms
	T=$NOW
}

start quit destroy
within 5 "on_crash=destroy: both domains are gone" both_gone quit
check "the log says why" grep -aq 'init: E: dm-run: exited with status 0' \
	"$(log_of quit)"
con_close quit
guest_destroy quit

start again restart
within 5 "on_crash=restart: a new pair of domains" again again
con_close again
# not destroyed while it is being made: libxl would leave nodes behind
serial_open again
check "and the new guest runs" expect again 60 TICK
con_close again
guest_destroy again

start keep preserve
within 5 "on_crash=preserve: the guest is crashed" crashed keep
check "and its stub domain is down" wait_for 5 is_down keep-dm
con_close keep
check "xl destroy leaves neither" guest_destroy keep
end
