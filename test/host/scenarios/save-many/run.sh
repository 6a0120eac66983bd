# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 900
# qmpd is killed while it copies a state to dom0, whose QEMU stands still. Its
# successor makes up for the record that was cut off: the next save is whole,
# and a restore finds it, also behind 20 others. SOAK=1: 200, then as many as
# there may be, which a restore reads in time; then saves are refused.
. $PAYLOAD/lib/save.sh
. $PAYLOAD/lib/shell.sh

states() {	# WHAT...: of lib/qmpsave.py; its words as a note
	python3 -IS $PAYLOAD/lib/qmpsave.py "/var/run/xen/qmp-libxl-$G" \
		"$XEN_SAVES/qemu-save.$G" "$@" 2>&1 | sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

logged() { grep -aEq "$1" "$(log_of boot)"; }
monitor() { timeout 20 xl qemu-monitor-command boot 'info name' >/dev/null; }

# What the guest said while nobody took it is lost, but no more from this one on.
newest_tick() {
	expect boot 60 '[\s\S]*TICK [0-9]+\r' &&
		expect boot 60 'TICK ([0-9]+)\r'
}

round() {	# TEXT: saved and restored as it was
	check "$1: ticks come" newest_tick
	local from=$REPLY
	must save boot "$1: xl save" guest_save boot
	serial_keep boot
	must restore boot "$1: xl restore" guest_restore boot
	note "$(grep -ao 'phase state-ready.*' "$(log_of boot)" | tail -n 1)"
	check_why restore boot "$1: the count goes on" \
		expect boot 90 'TICK [0-9]+\r'
	check "$1: no tick is missing: it was the newest state" \
		ticks_gap boot "$from"
}

config_debug boot "$DEBUG_IMAGE" </dev/null
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 1'
shell_open boot || error "no debug shell: $REPLY"
BACKEND=$(xenstore-read "/local/domain/$S/image/device-model-pid")
check "a whole state comes first" states 1
sh_do boot 20 '(sleep 4; kill -KILL $(pid qmpd)) & true' || error "$REPLY"
check "qmpd is killed amid a save" states torn "$BACKEND"
check "another one comes, and says what it has found" wait_for 20 logged \
	'qmpd: W: device state: record [0-9]* was cut off'
check "the monitor answers" wait_for 30 monitor
shell_close boot
OTHERS=${SOAK:+200}
OTHERS=${OTHERS:-20}
check "$OTHERS more" states "$OTHERS"
round "after $((OTHERS + 2)) records"
if [ -n "${SOAK:-}" ]; then
	BEFORE=$(state_size)
	check "one record" states 1
	SIZE=$(state_size)
	MANY=$(((16 * 1024 * 1024 - SIZE) / (SIZE - BEFORE) - 10))
	check "as many as there may be" states $MANY
	round "after $MANY records"
	check "more than that are refused" states fill
	refused() { ! guest_save boot &&
		grep -q 'too many saves since its start' $RIG/log/boot.save.xl; }
	check_why save boot "xl save is refused, and says why" refused
	check "the guest goes on" newest_tick
fi
check "xl destroy leaves neither domain" guest_destroy boot
end
