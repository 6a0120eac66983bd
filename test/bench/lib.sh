# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the benchmarks in dom0: the same guest with its QEMU in our stub
# domain ("ours") and in dom0 ("dom0"), and the ratio of what they take.

# bench_config KIND: guest KIND; the rest of its configuration on standard input
bench_config() {
	config "$1"
	[ "$1" = ours ] ||
		sed -i '/^stubdomain_\|^device_model_stub/d' "$RIG/$1.cfg"
}

bench_up() {	# KIND
	note "$1"	# progress: rig.py gives a silent host up
	guest_start "$1" || error "xl create: $(tail -n 3 "$RIG/log/$1.xl")"
}

bench_prompt() {	# KIND: a Linux guest, at its prompt
	bench_up "$1"
	expect "$1" 120 'GUEST READY' && expect "$1" 20 'guest# ' ||
		error "$1: the guest does not come up: $REPLY"
}

bench_down() {	# KIND
	guest_destroy "$1"
	con_close "$1"
}

median() {
	tr ' ' '\n' <<<"$1" | grep . | sort -n |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

title() { printf '%-28s %9s %9s %7s\n' "$1" ours dom0 ratio; }

row() {		# WHAT OURS DOM0
	awk -v w="$1" -v a="$2" -v b="$3" 'BEGIN {
		printf "%-28s %9d %9d %7s\n", w, a, b,
			b ? sprintf("%.2f", a / b) : "-" }'
}
