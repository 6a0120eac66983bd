# SPDX-License-Identifier: GPL-2.0-or-later
# The debug image: a root shell on the console that stubdom.shell= names. The
# console of a second serial port, by "xl console"; hvc0 where a toolstack gives
# it an input, as a plain PV domain's has from xenconsoled.
. $PAYLOAD/lib/shell.sh

# by_xl DOMAIN [OPTION...]: type into xl console, read what it prints. It takes
# input from a terminal only (tools/console/client/main.c, main).
by_xl() {
	rm -f "$RIG/xl.in"
	mkfifo "$RIG/xl.in"
	exec {IN}<>"$RIG/xl.in"		# held: it never sees an end
	: >"$RIG/log/xl.out"
	python3 -IS -c 'import pty, sys; pty.spawn(sys.argv[1:])' \
		xl console "${@:2}" "$1" <&$IN >"$RIG/log/xl.out" 2>&1 &
	XL=$!
}
printed() { grep -aq "$1" "$RIG/log/xl.out"; }
typed() { printf "$1" >&$IN; }
prompts() { grep -ao 'stubdom# ' "$RIG/log/xl.out" | wc -l; }
prompted() { [ "$(prompts)" -gt "$PROMPTS" ]; }
shell_answers() {	# TEXT LOG: and a death in the second one is still logged
	typed '\r'
	check "$1: a prompt" wait_for 20 printed 'stubdom# '
	typed 'echo uid=$(id -u) pid=$((1+1))\r'
	check "$1: root's shell" wait_for 20 printed 'uid=0 pid=2'
	PROMPTS=$(prompts)
	typed 'exit\r\r'
	check "$1: another one after it" wait_for 20 prompted
	typed 'for p in /proc/[0-9]*; do read c <$p/comm; [ "$c" = hotplugd ] &&'
	typed ' kill -9 ${p#/proc/}; done\r'
	check "$1: the log goes on" wait_for 10 grep -aq 'restart hotplugd' "$2"
	kill $XL
	wait $XL
	exec {IN}>&-
}

config_debug debug "$DEBUG_IMAGE" </dev/null
guest_up debug
check "the boot sector runs" expect debug 60 'TICK 1'
by_xl debug-dm -t pv -n 4
shell_answers "xl console -t pv -n 4 of the stub domain" "$(log_of debug)"
check "the plan took that console from the guest" grep -aq \
	'argument -serial /dev/hvc4: replaced' "$(log_of debug)"
check "the guest goes on" goes_on debug
con_close debug
check "xl destroy leaves neither domain" guest_destroy debug

bare_guest bare </dev/null || error "xl create of the guest"
bare_stub bare-stub <<END || error "xl create of the PV domain"
ramdisk="$DEBUG_IMAGE"
extra="stubdom.shell=hvc0"
disk=["format=raw,vdev=hda,access=rw,target=$(disk hdb.img boot.img)"]
END
bare_target || error "the target could not be set"
xl unpause bare-stub
up() { grep -aq 'phase running' "$(bare_log bare-stub)"; }
check "the stub domain runs" wait_for 30 up
by_xl bare-stub
shell_answers "hvc0, served by xenconsoled" "$(bare_log bare-stub)"
xl destroy bare-stub
check "neither domain is left" guest_destroy bare
end
