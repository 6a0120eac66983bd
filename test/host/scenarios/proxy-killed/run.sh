# SPDX-License-Identifier: GPL-2.0-or-later
# dom0's vchan-socket-proxy dies, also in the middle of a command. The guest
# does not notice; a proxy started by hand serves again, with a new session of
# QEMU's monitor.
config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 60 'TICK 1'
SOCK=/var/run/xen/qmp-libxl-$G
PATH_QMP=/local/domain/$S/device-model/$G/qmp-vchan
PIDNODE=/local/domain/$S/image/qmp-proxy-pid

proxy_kill() {
	local pid
	pid=$(xenstore-read "$PIDNODE") && kill -KILL "$pid"
}

proxy_start() {
	rm -f "$SOCK"
	setsid vchan-socket-proxy "$S" "$PATH_QMP" "$SOCK" </dev/null \
		>>$RIG/log/proxy.log 2>&1 &
	# so that libxl ends it with the domain
	xenstore-write "$PIDNODE" $!
	wait_for 5 test -S "$SOCK"
}

monitor() { timeout 20 xl qemu-monitor-command boot 'info name'; }

check "the monitor answers" monitor
check "the proxy is killed" proxy_kill
check "a new proxy listens" proxy_start
check "the monitor answers through it" monitor
timeout 20 xl qemu-monitor-command boot 'info qtree' >/dev/null 2>&1 &
PID=$!
check "it is killed in the middle of a command" proxy_kill
wait $PID
check "the next one listens" proxy_start
check "the monitor answers through that" monitor
check "the guest goes on" expect boot 10 'TICK [0-9]+'
con_close boot
check "xl destroy leaves neither domain" guest_destroy boot
end
