# SPDX-License-Identifier: GPL-2.0-or-later
# A guest is restored while its backends take their time: the disk's appears 14 s
# after the start, the NIC's 14 s after that. Each alone would do, together they
# leave nothing of libxl's 30 s: the log says which one it was, before they end.
. $PAYLOAD/lib/save.sh
LATE=/local/domain/0/late	# stands in front of the real backends

s_has() { xenstore-exists "/local/domain/$S/device/$1/backend"; }
front_is() { [ "$(xenstore-read "$FRONT/state")" = "$1" ]; }

# late DEVICE: the frontend is told that its backend is another one, which is
# not ready.
late() {
	local node
	FRONT=/local/domain/$S/device/$1
	xenstore-write "$LATE/$1" "" "$LATE/$1/state" 1 \
		"$LATE/$1/feature-rx-copy" 1 "$LATE/$1/sectors" 2048 \
		"$LATE/$1/info" 0 "$LATE/$1/sector-size" 512 &&
		for node in "" /state /feature-rx-copy /sectors /info \
			/sector-size; do
			xenstore-chmod "$LATE/$1$node" n0 "r$S" || return
		done &&
		xenstore-write "$FRONT/backend" "$LATE/$1"
}

# The domain is paused by us and by libxl: it begins when both let it go.
hold() {
	wait_for 30 domid late-dm >/dev/null || return
	S=$(domid late-dm)
	xl pause late-dm && wait_for 20 s_has vif/0 && s_has vbd/768 &&
		late vbd/768 && late vif/0 && xl unpause late-dm
}

config late <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
vif=["mac=00:16:3e:00:00:01,model=e1000,bridge=xenbr0"]
END
guest_up late
check "the boot sector runs" expect late 120 'TICK 1'
must save late "xl save" guest_save late
serial_keep late
rm -f "$(log_of late)"
now_ms
T=$NOW
xl -vv restore "$(save_file late)" >"$RIG/log/late.restore.xl" 2>&1 &
PID=$!
hold || error "the backends could not be hidden"
wait_for 20 runs late-dm || error "the stub domain never ran"
now_ms
BEGAN=$NOW
FRONT=/local/domain/$S/device/vbd/768
wait_for 14 false
xenstore-write "$LATE/vbd/768/state" 2
wait_for 5 front_is 3 || error "blkfront did not answer"
xenstore-write "$LATE/vbd/768/state" 4
wait_for 10 grep -aq 'phase disks-ready' "$(log_of late)" ||
	error "the disk did not come"
now_ms
note "the disk was ready $((NOW - BEGAN)) ms after the start"
said() { grep -aq 'E: nic 0: .*25 s after the start' "$(log_of late)"; }
if wait_for 13 said; then
	now_ms
	ok "the NIC is said to be late ($((NOW - BEGAN)) ms after the start)"
else
	xenstore-write "$LATE/vif/0/state" 2	# as much too late
	not_ok "the NIC is said to be late"
fi
if wait $PID; then
	not_ok "xl restore fails"
else
	ok "xl restore fails"
fi
now_ms
note "xl restore took $((NOW - T)) ms"
one_line "$(log_of late)" '25 s after the start'
check "neither domain is left" guest_destroy late
xenstore-rm $LATE
end
