# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the network scenarios, after lib.sh.
. $PAYLOAD/lib/linux.sh
NET=192.168		# dom0 is $NET.(77 + N).1 on xenbrN, the guest .2

# A bridge without an address of its own has its ports' lowest, which comes and
# goes with them.
bridge_mac() { printf '02:00:00:00:00:%02x' "$1"; }

bridges() {	# add|del: xenbr1 to xenbr3 beside dom0's own xenbr0
	local i
	ip link set xenbr0 address "$(bridge_mac 0)" || return
	for i in 1 2 3; do
		ip link "$1" "xenbr$i" type bridge || return
		[ "$1" = add ] || continue
		ip link set "xenbr$i" address "$(bridge_mac "$i")"
		ip addr add "$NET.$((77 + i)).1/24" dev "xenbr$i"
		ip link set "xenbr$i" up
	done
}

# guest_address NAME MAC ADDRESS: whatever name the guest gave to that NIC; its
# shell has it in $e then
guest_address() {
	type_in "$1" 20 "e=\$(grep -l $2 /sys/class/net/eth*/address |
		cut -d/ -f5); ifconfig \$e $3"
}

all_back() {	# of ping's output: nothing sent was lost, or came twice
	case $REPLY in *", 0% packet loss") return 0 ;; esac
	note "$REPLY"
	return 1
}

# guest_pings NAME ADDRESS [OPTION...]
guest_pings() {
	local name=$1 to=$2
	shift 2
	type_in "$name" 60 "ping -c 3 -W 5 $* $to | grep loss" && all_back
}

dom0_pings() {	# ADDRESS [OPTION...]
	local to=$1
	shift
	REPLY=$(busybox ping -c 3 -W 5 "$@" "$to" | grep loss)
	all_back
}

# peer COMMAND ARG...: net.py in the background; PEER_OUT has its output
peer() {
	PEER_OUT=$RIG/log/peer.$RANDOM
	: >"$PEER_OUT"
	python3 -IS $PAYLOAD/lib/net.py "$@" >"$PEER_OUT" 2>&1 &
	PEER=$!
	wait_for 20 grep -q ready "$PEER_OUT"
}

# Both directions: tcp NAME ADDRESS KIB says whether the sums are equal, and sets
# FROM_GUEST and TO_GUEST, KiB/s.
tcp() {
	local name=$1 to=$2 kib=$3 rest ms sum
	type_in "$name" 60 \
		'[ -e d ] || seq 1 25000 >d; head -c 131072 d >e; echo ok'
	peer receive "$to" 5000 || return
	type_in "$name" 120 "for i in \$(seq $((kib / 128))); do cat e; done |
		nc $to 5000; for i in \$(seq $((kib / 128))); do cat e; done |
		md5sum" || return
	sum=${REPLY%% *}
	wait $PEER
	read -r _ rest ms < <(tail -n 1 "$PEER_OUT")
	FROM_GUEST=$((kib * 1000 / ms))
	note "$kib KiB from the guest: $FROM_GUEST KiB/s"
	[ "$rest" = "$sum" ] || return
	peer send "$to" 5000 $((kib * 1024)) || return
	type_in "$name" 120 "nc $to 5000 </dev/null | md5sum" || return
	sum=${REPLY%% *}
	wait $PEER
	read -r _ rest ms < <(tail -n 1 "$PEER_OUT")
	TO_GUEST=$((kib * 1000 / ms))
	note "$kib KiB to the guest: $TO_GUEST KiB/s"
	[ "$rest" = "$sum" ]
}
