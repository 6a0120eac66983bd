# SPDX-License-Identifier: GPL-2.0-or-later
# qmpd is killed while it copies a state to dom0, whose QEMU stands still. Its
# successor makes up for the record that was cut off: the next save is whole,
# and a restore finds it.
. $PAYLOAD/lib/save.sh
. $PAYLOAD/lib/shell.sh

states() {	# WHAT...: of lib/qmpsave.py; its words as a note
	python3 -IS $PAYLOAD/lib/qmpsave.py "/var/run/xen/qmp-libxl-$G" \
		"$XEN_SAVES/qemu-save.$G" "$@" 2>&1 | sed 's/^/# /'
	return "${PIPESTATUS[0]}"
}

logged() { grep -aEq "$1" "$(log_of boot)"; }
monitor() { timeout 20 xl qemu-monitor-command boot 'info name' >/dev/null; }

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
check "ticks come" expect boot 90 'TICK ([0-9]+)\r'
FROM=$REPLY
must save boot "xl save" guest_save boot
serial_keep boot
must restore boot "xl restore" guest_restore boot
note "$(grep -ao 'phase state-ready.*' "$(log_of boot)")"
check_why restore boot "the count goes on" expect boot 90 'TICK [0-9]+\r'
check "no tick is missing: it was the newest state" ticks_gap boot "$FROM"
check "xl destroy leaves neither domain" guest_destroy boot
end
