# SPDX-License-Identifier: GPL-2.0-or-later
# xenstored restarted in dom0. A live update, which oxenstored refuses while
# there is a stub domain (tools/ocaml/xenstored/connection.ml,
# has_extra_connection_data: what xs_set_target gave is not dumped). Then it is
# killed and another one started, which knows no domain: no toolstack can act on
# the guest any more, but it goes on running; nothing of ours dies or spins, and
# when QEMU dies the guest still ends as crashed.
# spoils dom0: its kernel and its daemons have lost their watches
. $PAYLOAD/lib/shell.sh

XENSTORED=$(xenstore-read /tool/xenstored)
live_update() { xenstore-control live-update -t 2 "$XENSTORED"; }
# What the helpers used of the processor since they started, in 1/100 s.
used() {
	sh_do boot 20 "echo \$(for p in logd hotplugd qmpd; do" \
		'set -- $(cat /proc/$(pid $p)/stat); echo $p $((${14}+${15}));' \
		'done)' && echo "$REPLY"
}
# TEXT: two ticks from now on, over which none of them works
idle() {
	local before
	before=$(used) || not_ok "$1: no answer: $REPLY"
	check "$1: the guest goes on" goes_on boot
	is "$1: no helper spins or died" "$(used)" "$before"
}
flags_of() { xl list | awk -v d="$1" '$2 == d { print $(NF - 1) }'; }
crashed() { case $(flags_of "$1") in ????c*) return 0 ;; esac; return 1; }
down() { case $(flags_of "$1") in ???s*|????c*) return 0 ;; esac; return 1; }

check "a live update with no guest" live_update
config_debug boot "$DEBUG_IMAGE" </dev/null
guest_up boot
LOG=$(log_of boot)
check "the boot sector runs" expect boot 60 'TICK 1'
shell_open boot || error "no debug shell: $REPLY"
check "a live update with a stub domain is refused" eval '! live_update'
idle "refused"
check "the monitor answers" timeout 20 xl qemu-monitor-command boot 'info name'

kill -KILL "$(cat /run/xenstore.pid)"
check "xenstored is gone" wait_for 5 eval '! pgrep oxenstored >/dev/null'
idle "killed"
rm -f /run/xenstored/socket
"$XENSTORED" --pid-file /run/xenstore.pid || error "no new xenstored"
check "a new one answers" wait_for 10 xenstore-read /tool/xenstored
idle "another one"
check "nothing died" eval "! grep -aq 'init: E:' '$LOG'"

now_ms
T=$NOW
send boot-sh 'kill -KILL $(pid qemu)\r'
within 10 "QEMU is killed: the stub domain ends" down "$S"
check "the guest is shut down as crashed" crashed "$G"
check "the log says how" grep -aq 'init: E: guest: left to the kernel' "$LOG"
shell_close boot
con_close boot
end
