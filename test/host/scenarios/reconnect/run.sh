# SPDX-License-Identifier: GPL-2.0-or-later
# Clients of the monitor that come and go as fast as they can: each must get
# its own greeting (docs/contract.md), and none may harm those after it. Lines
# of 1 MiB less one byte pass both ways, longer ones are refused. All of that in
# the memory of libxl's smallest useful stub domain (lib.sh: config).
# SOAK=1: 1,000 connections, 10,000 commands, and the longest lines: QEMU reads
# its monitor byte by byte (monitor/monitor.c, monitor_can_read), which takes
# minutes here.
# deadline: 1500
. $PAYLOAD/lib/proxy.sh
TIMES=100 COMMANDS=300 STALLED=10
[ -z "${SOAK:-}" ] || TIMES=1000 COMMANDS=10000 STALLED=100
MIB=$((1 << 20))

qmp() {		# WHAT COUNT
	timeout 300 python3 -IS $PAYLOAD/lib/qmpstress.py "$(proxy_socket)" \
		"$1" "$2" 2>>"$RIG/log/stress.log"
}

stress() {	# TEXT WHAT COUNT
	local good ms
	read -r good ms <<<"$(qmp "$2" "$3")"
	if [ "$good" = "$3" ]; then
		ok "$1 (slowest: $ms ms)"
	else
		not_ok "$1: only ${good:-0}: $(tail -n 1 "$RIG/log/stress.log")"
	fi
}

proxy_again() {	# WHAT: dom0's proxy may die of it, which is not ours to prevent
	proxy_lives && return
	note "dom0's proxy died: $1"
	proxy_start || error "no new proxy"
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 60 'TICK 1'
stress "$TIMES greetings, one connection each" greet $TIMES
stress "$TIMES sessions, one connection each" session $TIMES
stress "$COMMANDS commands in one connection" commands $COMMANDS
stress "the largest reply, five times" schema 5
stress "$STALLED of it asked for before one is read" stall $STALLED
# dom0's proxy dies of SIGPIPE when its client leaves with a reply under way
# (docs/contract.md). What counts is afterwards.
for how in 0 1 2; do
	qmp rude $how
	proxy_again "rude $how"
	check "the monitor answers after rude $how" \
		timeout 20 xl qemu-monitor-command boot 'info name'
done
stress "10 sessions, each after a client that left before its reply" left 10
is "a command of 8 KiB" "$(qmp command 8192)" return
is "a command of 1 MiB and one byte" "$(qmp command $((MIB + 1)))" error
if [ -n "${SOAK:-}" ]; then
	is "a command of 1 MiB less one byte" "$(qmp command $((MIB - 1)))" \
		return
	is "a reply of 1 MiB less one byte" "$(qmp reply $((MIB - 1)))" return
	is "a reply of 1 MiB and one byte" "$(qmp reply $((MIB + 1)))" closed
	proxy_again "a reply too long"
fi
check "the monitor answers after them" \
	timeout 20 xl qemu-monitor-command boot 'info name'
is "no program of the stub domain died" \
	"$(grep -aEc 'init: E: |Out of memory' "$(log_of boot)")" 0
check "the guest goes on" goes_on boot
con_close boot
check "xl destroy leaves neither domain" guest_destroy boot
end
