# SPDX-License-Identifier: GPL-2.0-or-later
# What dies in a stub domain, and what the toolstack then sees: docs/faults.md.
# Helpers come back, a bounded number of times; whatever else dies ends the
# guest as crashed, so that on_crash runs (here: destroy) within 5 s.
# SOAK=1: more ways for QEMU to die.
. $PAYLOAD/lib/shell.sh

# up NAME [WORDS]: a guest that runs, with a shell in its stub domain
up() {
	config_debug "$1" "$DEBUG_IMAGE" "${2:-}" <<<'on_crash="destroy"'
	guest_up "$1"
	LOG=$(log_of "$1")
	expect "$1" 60 'TICK 1' || not_ok "the boot sector runs: $REPLY"
	shell_open "$1" || error "no debug shell: $REPLY"
}

down() {	# NAME
	shell_close "$1"
	con_close "$1"
	guest_destroy "$1"
}

logged() { grep -aEq "$1" "$LOG"; }
monitor() { timeout 20 xl qemu-monitor-command "$1" 'info name' >/dev/null; }

# fault NAME SECONDS TEXT REGEX COMMAND: it ends the domains, the log says why
fault() {
	now_ms
	T=$NOW
	send "$1-sh" "$5\\r"
	within "$2" "$3: both domains are gone" both_gone "$1"
	check "$3: the log says why" logged "$4"
	down "$1"
}

# --- helpers
up help
for p in logd hotplugd qmpd; do
	now_ms
	T=$NOW
	sh_do help 20 "old=\$(pid $p); kill -KILL \$old"
	within 10 "$p is killed: it is started again" \
		logged "restart $p: death 1 of 5 allowed"
	check "$p is another process" sh_do help 30 "until [ \"\$(pid $p)\" ];" \
		"do sleep 1; done; [ \$(pid $p) != \$old ]"
done
check "the monitor answers" wait_for 10 monitor help
check "the guest goes on" goes_on help

# --- consoles nobody drains: dom0's QEMU for them stands still
PVQEMU=$(xenstore-read "/local/domain/$S/image/device-model-pid")
kill -STOP "$PVQEMU"
check "nobody drains the consoles: the monitor answers" monitor help
kill -CONT "$PVQEMU"
check "they are drained again: the guest goes on" goes_on help
check "and the log" sh_do help 20 "kill -KILL \$(pid hotplugd)"
check "what happens is on it" wait_for 10 logged 'hotplugd: death 2 of 5'

# --- one that dies again and again is given up
sh_do help 60 "for i in 2 3 4 5; do kill -KILL \$(pid qmpd); sleep 1;" \
	"until [ \"\$(pid qmpd)\" ]; do sleep 1; done; done"
check "qmpd is given five lives" wait_for 5 logged \
	'restart qmpd: death 5 of 5 allowed'
fault help 5 "qmpd dies a sixth time" 'init: E: qmpd: killed by signal 9' \
	'kill -KILL $(pid qmpd)'

# --- QEMU
SIGNALS=ABRT:6
[ -z "${SOAK:-}" ] || SIGNALS='ABRT:6 KILL:9 SYS:31'
for sig in $SIGNALS; do
	up victim
	fault victim 5 "QEMU dies of SIG${sig%:*}" \
		"init: E: dm-run: killed by signal ${sig#*:}" \
		"kill -${sig%:*} \$(pid qemu)"
done
if [ -n "${SOAK:-}" ]; then
	up hung stubdom.watchdog=4
	fault hung 10 "QEMU stands still, with a watchdog of 4 s" \
		'qmpd: E: watchdog: QEMU does not answer' \
		'kill -STOP $(pid qemu)'
fi

# --- the kernel
up kernel
now_ms
T=$NOW
python3 -IS $PAYLOAD/lib/domctl.py oops "$S" || error "no oops"
within 5 "the kernel has an oops: both domains are gone" both_gone kernel
check "the log says why" logged 'Kernel panic'
down kernel
end
