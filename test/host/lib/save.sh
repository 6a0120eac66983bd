# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the scenarios of save, restore and migration, after lib.sh.

XEN_SAVES=/var/lib/xen		# where libxl keeps device states meanwhile

# What the guest said before goes to log/NAME.all: a line cut in two by the
# save is whole there again.
serial_keep() {	# NAME
	con_close "$1"
	cat "$RIG/log/$1.log" >>"$RIG/log/$1.all"
}

save_file() { echo "$RIG/disk/$1.save"; }

guest_save() {	# NAME [OPTION...]: sets MS
	local name=$1 t rc
	shift
	now_ms
	t=$NOW
	xl -vv save "$@" "$name" "$(save_file "$name")" \
		>"$RIG/log/$name.save.xl" 2>&1
	rc=$?
	now_ms
	MS=$((NOW - t))
	return $rc
}

# guest_restore NAME [FILE]: paused, serial port open, running; sets G, S, MS.
guest_restore() {
	local t rc
	now_ms
	t=$NOW
	xl -vv restore -p "${2:-$(save_file "$1")}" \
		>"$RIG/log/$1.restore.xl" 2>&1
	rc=$?
	now_ms
	MS=$((NOW - t))
	G=$(domid "$1")
	S=$(domid "$1-dm")
	[ $rc = 0 ] || return $rc
	serial_open "$1" || return
	xl -vv unpause "$1" >>"$RIG/log/$1.restore.xl" 2>&1
}

# ticks_gap NAME [FIRST]: no TICK of the boot sector is missing or comes twice
ticks_gap() {
	{ cat "$RIG/log/$1.all"; cat "$RIG/log/$1.log"; } | tr -d '\r' |
		awk -v first="${2:-0}" '
		/^TICK [0-9]+$/ && $2 >= first {
			if (n != "" && $2 != n + 1) {
				print "# TICK " $2 " comes after " n
				bad = 1
			}
			n = $2
		}
		END { print "# ticks up to " n; exit bad }'
}

# The size of what dom0 has of the device states; the file lives until the
# stub domain ends.
state_size() { stat -c %s "$XEN_SAVES/qemu-save.$G" 2>/dev/null; }

nothing_left() { [ -z "$(find $XEN_SAVES -name 'qemu-*' 2>/dev/null)" ]; }

# The end of xl's words, what the stub domain and Xen say, as notes.
why_not() {	# KIND NAME
	{
		grep -av ': debug:\|: progress' "$RIG/log/$2.$1.xl" | tail -n 6
		grep -aE '\] [a-z-]+: [EW]: | qemu: ' "$(log_of "$2")" |
			tail -n 5
		tail -n 3 "/var/log/xen/xl-$2.log"
		xl list | grep -w "$2\|$2-dm"
		xl dmesg | grep '(XEN) .*d[0-9]*v[0-9]\|emulation' |
			tail -n 3
	} 2>&1 | tr -d '\r' | sed 's/^/# /'
}

# As check; a failure is explained by the words of xl KIND NAME.
check_why() {	# KIND NAME TEXT COMMAND...
	local kind=$1 name=$2 text=$3
	shift 3
	if "$@"; then
		ok "$text"
	else
		not_ok "$text"
		why_not "$kind" "$name"
		return 1
	fi
}

# As check_why, but there is no going on without it.
must() {	# KIND NAME TEXT COMMAND...
	check_why "$@" && return
	guest_destroy "$2"
	end
}
