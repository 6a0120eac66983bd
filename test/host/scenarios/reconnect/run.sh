# SPDX-License-Identifier: GPL-2.0-or-later
# Clients of the monitor that come and go as fast as they can: each must get
# its own greeting (contract.md, 4.4), and none may harm those after it.
# TIMES=1000 for the long form.
# soak: in 36 MiB the flood can cost QEMU its life by the OOM killer (seen on
# Xen 4.17); until what it holds for a client is bounded, not in every run.
. $PAYLOAD/lib/proxy.sh
TIMES=${TIMES:-100}

stress() {	# TEXT WHAT COUNT
	local out good ms
	out=$(timeout 100 python3 -IS $PAYLOAD/lib/qmpstress.py \
		"/var/run/xen/qmp-libxl-$G" "$2" "$3" 2>>"$RIG/log/stress.log")
	read -r good ms <<<"$out"
	if [ "$good" = "$3" ]; then
		ok "$1 (slowest: $ms ms)"
	else
		not_ok "$1: only ${good:-0}: $(tail -n 1 "$RIG/log/stress.log")"
	fi
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 60 'TICK 1'
stress "$TIMES greetings, one connection each" greet "$TIMES"
stress "$((TIMES * 10)) commands in one connection" commands $((TIMES * 10))
# dom0's proxy dies of SIGPIPE when its client leaves with a reply under way
# (contract.md, 4.2); that is not ours to prevent. What counts is afterwards.
for how in 0 1 2; do
	timeout 20 python3 -IS $PAYLOAD/lib/qmpstress.py \
		"$(proxy_socket)" rude $how >>"$RIG/log/stress.log" 2>&1
	if ! proxy_lives; then
		note "dom0's proxy died of a client that left: rude $how"
		proxy_start || error "no new proxy"
	fi
	check "the monitor answers after rude $how" \
		timeout 20 xl qemu-monitor-command boot 'info name'
done
is "no program of the stub domain died" \
	"$(grep -aEc 'init: E: ' "$(log_of boot)")" 0
check "the guest goes on" expect boot 10 'TICK [0-9]+'
con_close boot
check "xl destroy leaves neither domain" guest_destroy boot
end
