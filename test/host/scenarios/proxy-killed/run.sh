# SPDX-License-Identifier: GPL-2.0-or-later
# dom0's vchan-socket-proxy dies, also in the middle of a command. The guest
# does not notice; a proxy started by hand serves again, with a new session of
# QEMU's monitor.
. $PAYLOAD/lib/proxy.sh

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 60 'TICK 1'
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
check "the guest goes on" goes_on boot
con_close boot
check "xl destroy leaves neither domain" guest_destroy boot
end
