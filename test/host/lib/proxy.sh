# SPDX-License-Identifier: GPL-2.0-or-later
# dom0's vchan-socket-proxy of the guest with domids G and S: ended and started
# again by hand. libxl itself never does the latter.
proxy_node() { echo "/local/domain/$S/image/qmp-proxy-pid"; }
proxy_socket() { echo "/var/run/xen/qmp-libxl-$G"; }

proxy_lives() {
	local pid
	pid=$(xenstore-read "$(proxy_node)") && kill -0 "$pid" 2>/dev/null
}

proxy_kill() {
	local pid
	pid=$(xenstore-read "$(proxy_node)") && kill -KILL "$pid"
}

proxy_start() {
	rm -f "$(proxy_socket)"
	setsid vchan-socket-proxy "$S" \
		"/local/domain/$S/device-model/$G/qmp-vchan" "$(proxy_socket)" \
		</dev/null >>$RIG/log/proxy.log 2>&1 &
	# so that libxl ends it with the domain
	xenstore-write "$(proxy_node)" $!
	wait_for 5 test -S "$(proxy_socket)"
}
