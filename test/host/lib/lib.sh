# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced in dom0 before every scenario's run.sh: results, waiting with a
# deadline, guests and their serial consoles.
#
# Results are lines "ok - text", "not ok - text" (FAILURE: the product is
# wrong), "error - text" (ERROR: the test could not be made), and "end" last.
# Lines that begin with "# " are shown, all others only logged.

RIG=/run/rig
PAYLOAD=/payload
HERE=$PAYLOAD/scenarios/$(basename "$(dirname "$0")")
GUEST=$PAYLOAD/guest

# --- results ----------------------------------------------------------------
ok() { echo "ok - $*"; }
not_ok() { echo "not ok - $*"; }
note() { echo "# $*"; }
end() { echo end; exit 0; }
command_not_found_handle() { echo "error - dom0 has no $1"; return 127; }

skip() {	# TEXT REASON
	echo "ok - $1 # SKIP $2"
}

error() {	# the rest cannot be tested
	echo "error - $*"
	end
}

check() {	# TEXT COMMAND...
	local text=$1
	shift
	if "$@"; then ok "$text"; else not_ok "$text"; fi
}

is() {		# TEXT GOT WANTED
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1: got '$2', not '$3'"
	fi
}

# --- time -------------------------------------------------------------------
now_ms() {	# sets NOW
	local up rest
	read -r up rest </proc/uptime
	NOW=$((10#${up/./} * 10))
}

wait_for() {	# SECONDS COMMAND...: until it succeeds
	local end
	now_ms
	end=$((NOW + $1 * 1000))
	shift
	until "$@"; do
		now_ms
		[ "$NOW" -lt $end ] || return 1
		read -rt 0.2 <>"$RIG/never"
	done
	return 0
}

within() {	# SECONDS TEXT COMMAND...: since the time T
	local s=$1 text=$2
	shift 2
	if wait_for "$s" "$@"; then
		now_ms
		ok "$text ($((NOW - T)) ms)"
	else
		not_ok "$text: not within $s s: $(xl list | tail -n +3 |
			tr '\n' ' ')"
	fi
}

# --- domains ----------------------------------------------------------------
domid() { xl domid "$1" 2>/dev/null; }
gone() { ! xl domid "$1" >/dev/null 2>&1; }
both_gone() { gone "$1" && gone "$1-dm"; }

state() {	# DOMAIN: the flags of xl list, as in r-----
	xl list "$1" 2>/dev/null | awk 'NR == 2 { print $(NF - 1) }'
}

is_down() {	# DOMAIN: shut down, or gone
	case $(state "$1") in ???s*|????c*|"") return 0 ;; esac
	return 1
}

# What users write, and no more than the test machine can carry. More lines
# on standard input; a later line wins.
config() {	# NAME
	local f=$RIG/$1.cfg
	cat >"$f" <<-END
	name="$1"
	type="hvm"
	memory=64
	vcpus=1
	device_model_version="qemu-xen"
	device_model_stubdomain_override=1
	stubdomain_memory=${STUBDOM_MB:-32}
	vnc=0
	vkb_device=0
	serial="pty"
	END
	cat >>"$f"
}

disk() {	# NAME TEMPLATE: a copy in a file of its own; prints its path
	cp --sparse=always "$GUEST/$2" "$RIG/disk/$1" || return
	echo "$RIG/disk/$1"
}

log_of() { echo "/var/log/xen/qemu-dm-$1.log"; }

# guest_create NAME [OPTION...]: xl create as a user does it; sets G, S and MS.
# With -p the guest waits for xl unpause, so that no output is missed.
guest_create() {
	local name=$1 t rc
	shift
	now_ms
	t=$NOW
	xl -vv create "$@" "$RIG/$name.cfg" >"$RIG/log/$name.xl" 2>&1
	rc=$?
	now_ms
	MS=$((NOW - t))
	G=$(domid "$name")
	S=$(domid "$name-dm")
	return $rc
}

# guest_start NAME: created, serial port open from the first byte, running.
guest_start() {
	guest_create "$1" -p || return
	CREATE_MS=$MS
	serial_open "$1" || return
	now_ms
	local t=$NOW
	xl -vv unpause "$1" >>"$RIG/log/$1.xl" 2>&1 || return
	now_ms
	MS=$((NOW - t))
}

# The usual beginning: ends the scenario when even this fails.
guest_up() {
	if guest_start "$1"; then
		ok "xl create ends well (${CREATE_MS} ms, unpause ${MS} ms)"
	else
		not_ok "xl create: $(tail -n 3 "$RIG/log/$1.xl" | tr '\n' ' ')"
		guest_destroy "$1"
		end
	fi
}

guest_destroy() {	# NAME: and wait until nothing of it is left
	xl destroy "$1" >/dev/null 2>&1
	wait_for 30 gone "$1" && wait_for 30 gone "$1-dm"
}

# --- starts that must fail ---------------------------------------------------
runs() { case $(state "$1") in ??p*|"") return 1 ;; esac; }

# down_within DOMAIN SECONDS TEXT: from its first instruction on.
down_within() {
	local t
	if ! wait_for 40 runs "$1"; then
		not_ok "$3: it never ran: $(xl list | tr -s ' \n' ' ;')"
		return 1
	fi
	now_ms
	t=$NOW
	if wait_for "$2" is_down "$1"; then
		now_ms
		ok "$3 ($((NOW - t)) ms)"
	else
		not_ok "$3: still up after $2 s: $(state "$1")"
	fi
}

# one_line LOG REGEX: an E line says why, and says it once; logd's last line
# (ends_with) repeats it.
one_line() {
	local n
	n=$(grep -av '\] logd: E: ' "$1" | grep -aEc " E: .*($2)| qemu: .*($2)")
	is "one clear line: '$2'" "$n" 1
	[ "$n" = 1 ] || grep -aE '\] [a-z-]+: [EW]: | qemu: ' "$1" |
		sed 's/^/# /'
}

# ends_with LOG REGEX: the last line is logd's, says why, and came at once.
ends_with() {
	local last died said
	last=$(tr -d '\r' <"$1" | grep -av '^$' | tail -n 1)
	died=$(grep -aoE '^\[ *[0-9]+\] init: E: dm-run: ' "$1" | tr -cd 0-9)
	if ! grep -aqE "\] logd: E: .*($2)" <<<"$last"; then
		not_ok "the log ends with the reason: '$last'"
		return
	fi
	said=$(grep -aoE '^\[ *[0-9]+' <<<"$last" | tr -cd 0-9)
	ok "the log ends with the reason: $last"
	check "within 3 s ($((said - died)) ms)" [ $((said - died)) -lt 3000 ]
}

# wrong_start NAME REGEX: libxl itself waits for its 30 s in any case; the stub
# domain must not.
wrong_start() {
	local pid t
	now_ms
	t=$NOW
	guest_create "$1" &
	pid=$!
	down_within "$1-dm" "${DOWN_WITHIN:-12}" "the stub domain is down early"
	if wait $pid; then
		not_ok "xl create fails"
	else
		ok "xl create fails"
	fi
	now_ms
	note "after $((NOW - t)) ms"
	one_line "$(log_of "$1")" "$2"
	ends_with "$(log_of "$1")" "$2"
	check "neither domain is left" guest_destroy "$1"
}

# --- a stub domain without libxl's help --------------------------------------
# bare_guest NAME: an HVM guest that nobody serves, paused; sets G. Standard
# input as for config.
bare_guest() {
	config "$1"
	sed -i '/^stubdomain_\|^device_model_stubdomain\|^serial/d' "$RIG/$1.cfg"
	echo "device_model_override=\"$PAYLOAD/lib/no-dm\"" >>"$RIG/$1.cfg"
	guest_create "$1" -p
}

# bare_stub NAME: a plain PV domain of our kernel and RAM disk, paused; sets S.
# xenconsoled keeps its log: $(bare_log NAME). Standard input as for config.
bare_stub() {
	cat >"$RIG/$1.cfg" <<-END
	name="$1"
	type="pv"
	kernel="$XEN_LIB/boot/qemu-stubdom-linux-kernel"
	ramdisk="$XEN_LIB/boot/qemu-stubdom-linux-rootfs"
	memory=${STUBDOM_MB:-48}
	vcpus=1
	on_crash="preserve"
	on_poweroff="preserve"
	END
	cat >>"$RIG/$1.cfg"
	xl -vv create -p "$RIG/$1.cfg" >"$RIG/log/$1.xl" 2>&1 || return
	S=$(domid "$1")
}

# bare_run NAME: off it goes, with the reason if not
bare_run() {
	xl -vv unpause "$1" >>"$RIG/log/$1.xl" 2>&1 ||
		error "xl unpause $1: $(tail -n 1 "$RIG/log/$1.xl")"
}

bare_log() { echo "/var/log/xen/console/guest-$1.log"; }

# bare_target: S serves G, as libxl__spawn_stub_dm sets it up (libxl_dm.c), but
# with no dm-argv.
bare_target() {
	python3 -IS $PAYLOAD/lib/domctl.py target "$S" "$G" || return
	xenstore-write "/local/domain/$S/target" "$G" \
		"/local/domain/$G/image/device-model-domid" "$S" \
		"/local/domain/$S/device-model/$G" "" || return
	xenstore-chmod "/local/domain/$S/target" n0 "r$S" &&
		xenstore-chmod "/local/domain/$S/device-model/$G" "n$S" "r$G"
}

# --- lines to read from and to type on: serial ports and logs ----------------
declare -A CON_CMD CON_REPLY		# our ends, held open: no line is lost

con_open() {	# KEY SOURCE: a tty or a file; its text goes to log/KEY.log
	local c=$RIG/con/$1 fd
	rm -f "$c".*
	mkfifo "$c.cmd" "$c.reply"
	exec {fd}<>"$c.cmd"
	CON_CMD[$1]=$fd
	exec {fd}<>"$c.reply"
	CON_REPLY[$1]=$fd
	setsid python3 -IS $PAYLOAD/lib/con.py "$2" "$RIG/log/$1.log" "$c.cmd" \
		"$c.reply" </dev/null >"$RIG/log/$1.con" 2>&1 &
	echo $! >"$c.pid"
	con_ask "$1" 30 hello
}

con_ask() {	# KEY SECONDS COMMAND: sets REPLY
	[ -n "${CON_CMD[$1]:-}" ] || { REPLY="not open"; return 1; }
	echo "$3" >&"${CON_CMD[$1]}"
	IFS= read -rt "$2" REPLY <&"${CON_REPLY[$1]}" || REPLY="no answer"
	case $REPLY in "ok "*) REPLY=${REPLY#ok }; return 0 ;; esac
	return 1
}

con_close() {
	con_ask "$1" 10 quit
	unset "CON_CMD[$1]" "CON_REPLY[$1]"
}

# expect KEY SECONDS REGEX: in what came since the last match; sets REPLY to
# the match, or to the end of what came instead.
expect() { con_ask "$1" $(($2 + 20)) "expect $2 $3"; }
send() { con_ask "$1" 20 "send $2"; }		# \r, \n, \xNN as in C

# goes_on NAME: the boot sector ticks twice more, whatever it said before.
goes_on() {
	expect "$1" 60 '[\s\S]*TICK ([0-9]+)\r' &&
		expect "$1" 60 "TICK $((REPLY + 2))\r"
}

# type_in KEY SECONDS COMMAND: at a guest's shell prompt; sets REPLY to the
# command's last line of output and fails if it does. One line is typed.
type_in() {
	send "$1" "${3//[$'\n\t']/ }; echo \"<\$?>\"\\r" || return
	expect "$1" "$2" '([^\r\n]*)\r*\n(?:guest# )?<0>\r*\n' || return
	REPLY=${REPLY#guest# }		# a prompt that came after the echo
}

serial_path() {	# NAME: xenstore path of the tty that xl console uses
	local s
	if s=$(domid "$1-dm"); then
		echo "/local/domain/$s/device/console/3/tty"
	else		# its device model is in dom0
		echo "/local/domain/$(domid "$1")/serial/0/tty"
	fi
}

has_serial() {	# libxl makes the node, empty; dom0's QEMU fills it
	SERIAL=$(xenstore-read "$(serial_path "$1")" 2>/dev/null)
	[ -n "$SERIAL" ]
}

serial_open() {	# NAME: as con_open NAME
	grep -q '^serial=""' "$RIG/$1.cfg" && return
	wait_for 10 has_serial "$1" || return
	con_open "$1" "$SERIAL"
}

# --- the rig's own ----------------------------------------------------------
rig_begin() {
	local f
	mkdir -p $RIG/log $RIG/con $RIG/disk
	rm -f $RIG/never
	mkfifo $RIG/never
	# where libxl of this Xen looks for them by default
	for f in $PAYLOAD/boot/*; do
		[ ! -e "$f" ] || cp "$f" "$XEN_LIB/boot/"
	done
	ulimit -c 0
}

rig_logs() {	# a tar of everything a scenario may be judged by
	cd $RIG/log || return
	xenstore-ls -fp >xenstore.txt 2>&1
	{ xl list; losetup -a; ps -ef; free; dmesg; } >dom0.txt 2>&1
	cp $RIG/*.cfg . 2>/dev/null
	tar -cf - -C $RIG log -C /var/log xen 2>/dev/null
}

rig_clean() {	# is dom0 as it was? says what is not
	local d
	for d in $RIG/con/*.pid; do
		[ ! -e "$d" ] || kill "$(cat "$d")" 2>/dev/null
	done
	rm -rf $RIG/log/* $RIG/con/* $RIG/disk/* $RIG/*.cfg
	rm -rf /var/log/xen/*.log* /var/log/xen/console/*
	# domains die and xl's daemons end a moment after their names are gone
	wait_for 20 dom0_clean >/dev/null
	dom0_clean
}

dom0_clean() {	# or says what is
	local d
	xl list | awk 'NR > 1 && $1 != "Domain-0" { print "domain " $0; bad = 1 }
		END { exit bad }' || return
	if [ -n "$(losetup -a)" ]; then
		losetup -a
		return 1
	fi
	for d in $(xenstore-list /local/domain) $(xenstore-list /libxl); do
		[ "$d" = 0 ] || { echo "xenstore: domain $d"; return 1; }
	done
	if pgrep -lf 'qemu-system|vchan-socket-proxy|xl create'; then
		return 1
	fi
	if [ -n "$(ls /sys/class/net | grep ^vif)" ]; then
		ls /sys/class/net
		return 1
	fi
}
