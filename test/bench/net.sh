# SPDX-License-Identifier: GPL-2.0-or-later
# In dom0: round trips between a guest's NIC and dom0, and streams.
. $PAYLOAD/lib/net.sh
. $PAYLOAD/add/dom0/lib.sh
COUNT=200
KIB=2048

# Sets US, the mean round trip in microseconds, FROM_GUEST and TO_GUEST. The
# first ping asks for the address; -A sends the next one when the answer is there.
bench() {	# KIND MODEL
	bench_config "$1" <<-END
	disk=["format=raw,vdev=hda,access=rw,target=$(disk "$1$2" guest.img)"]
	vif=["mac=00:16:3e:00:00:01,model=$2,bridge=xenbr0"]
	END
	if [ "$1" = dom0 ]; then	# it has no boot ROMs
		echo "device_model_args_hvm=[\"-global\",\"$2.romfile=\"]" \
			>>"$RIG/dom0.cfg"
	fi
	bench_prompt "$1"
	if [ "$1" = dom0 ]; then	# the rig's vif-bridge leaves its tap alone
		ip link set "vif$G.0-emu" master xenbr0 up
	fi
	guest_address "$1" 00:16:3e:00:00:01 $NET.77.2
	guest_pings "$1" $NET.77.1 || error "no answer"
	type_in "$1" 120 "ping -A -c $COUNT $NET.77.1 | grep round-trip" ||
		error "ping: $REPLY"
	# round-trip min/avg/max = 0.1/0.2/0.3 ms
	US=$(sed 's|.*= [^/]*/\([^/]*\)/.*|\1|; s/\.//; s/^0*//' <<<"$REPLY")
	tcp "$1" $NET.77.1 $KIB || error "TCP: $REPLY"
	bench_down "$1"
}

title "ping, us, mean of $COUNT; TCP, KiB/s"
for model in e1000 rtl8139; do
	bench ours $model
	ours=($US $FROM_GUEST $TO_GUEST)
	bench dom0 $model
	row "ping, $model" "${ours[0]}" "$US"
	row "from the guest, $model" "${ours[1]}" "$FROM_GUEST"
	row "to the guest, $model" "${ours[2]}" "$TO_GUEST"
done
