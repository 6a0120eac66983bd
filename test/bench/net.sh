# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0: round trips between dom0 and a guest's NIC behind our stub domain,
# then behind a QEMU in dom0, and their ratio.
#	test/host/rig.py exec --clock virtual HOST test/bench/net.sh
. $PAYLOAD/lib/net.sh
COUNT=200

has_tty() {
	SERIAL=$(xenstore-read "/local/domain/$G/serial/0/tty" 2>/dev/null)
	[ -n "$SERIAL" ]
}

up() {	# MODEL stub|dom0
	config ping <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1$2" guest.img)"]
	vif=["mac=00:16:3e:00:00:01,model=$1,bridge=xenbr0"]
	END
	[ "$2" = stub ] ||
		sed -i '/^stubdomain_\|^device_model_stub/d' "$RIG/ping.cfg"
	guest_create ping -p || error "xl create: $(tail -n 3 "$RIG/log/ping.xl")"
	if [ "$2" = stub ]; then
		serial_open ping
	else
		wait_for 10 has_tty && con_open ping "$SERIAL"
	fi || error "no serial port"
	xl unpause ping
	expect ping 120 'GUEST READY' && expect ping 20 'guest# ' ||
		error "the guest does not come up: $REPLY"
	guest_address ping 00:16:3e:00:00:01 $NET.77.2
}

# Sets US: the mean round trip in microseconds. The first ping asks for the
# address; -A sends the next one when the answer is there.
bench() {
	up "$@"
	guest_pings ping $NET.77.1 || error "no answer"
	type_in ping 120 "ping -A -c $COUNT $NET.77.1 | grep round-trip" ||
		error "ping: $REPLY"
	# round-trip min/avg/max = 0.1/0.2/0.3 ms
	US=$(sed 's|.*= [^/]*/\([^/]*\)/.*|\1|; s/\.//; s/^0*//' <<<"$REPLY")
	guest_destroy ping
	con_close ping
}

echo "ping, mean of $COUNT: us behind the stub domain, with a QEMU in dom0, ratio"
for model in e1000 rtl8139; do
	bench $model stub
	OURS=$US
	bench $model dom0
	awk -v m=$model -v a="$OURS" -v b="$US" \
		'BEGIN { printf "%-18s %8d %8d %6.2f\n", m, a, b, a / b }'
done
