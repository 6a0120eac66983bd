# SPDX-License-Identifier: GPL-2.0-or-later
# Serial ports: a list of four, to a pty, a file, a pty and a pipe; xl console;
# 8 KiB each way (64 with SOAK=1) at full speed without a byte lost.
. $PAYLOAD/lib/linux.sh
BYTES=8192
[ -z "${SOAK:-}" ] || BYTES=65536
KIB="$((BYTES / 1024)) KiB"

tty_of() { xenstore-read "/local/domain/$S/device/console/$1/tty"; }

console() {	# COMMAND: what xl console of the guest shows for it
	python3 -IS $PAYLOAD/lib/serial.py console "$1" xl console ports
}

written() { [ "$(stat -c %s "$RIG/disk/serial")" = $BYTES ]; }

mkfifo "$RIG/disk/pipe.in" "$RIG/disk/pipe.out"
config ports <<END
serial=["pty","file:$RIG/disk/serial","pty","pipe:$RIG/disk/pipe"]
$LINUX_BOOT
disk=[$LINUX_DISK]
END
linux_up ports
check "it sees four ports" type_in ports 20 \
	'[ $(grep -c "uart:16550A" /proc/tty/driver/serial) = 4 ]'
type_in ports 20 'for t in 1 2 3; do stty -F /dev/ttyS$t raw -echo 115200; done'
type_in ports 60 'seq 1 13000 | head -c '$BYTES' >d; cat d >/dev/ttyS1; md5sum d'
wait_for 30 written
is "$KIB into a file: all of it" \
	"$(md5sum <"$RIG/disk/serial" | cut -d' ' -f1)" "${REPLY%% *}"

TTY=$(tty_of 5)
python3 -IS $PAYLOAD/lib/serial.py read "$TTY" $BYTES >"$RIG/log/out" &
type_in ports 60 '(while :; do printf . >/dev/ttyS2; sleep 0.1; done) & p=$!;
	head -c 1 </dev/ttyS2 >/dev/null; kill $p; wait $p; cat d >/dev/ttyS2; md5sum d'
wait $!
read -r n sum ms <"$RIG/log/out"
is "$KIB out of a pty: all of it" "$n $sum" "$BYTES ${REPLY%% *}"
note "out: $((n * 1000 / ms)) bytes a second"
type_in ports 20 'exec 3</dev/ttyS2'
python3 -IS $PAYLOAD/lib/serial.py write "$TTY" $BYTES >"$RIG/log/in" &
now_ms
T=$NOW
send ports "head -c $BYTES <&3 | md5sum\\r"
expect ports 60 '([0-9a-f]{32})  -'
now_ms
kill $!
is "$KIB into a pty: all of it" "$REPLY" "$(cat "$RIG/log/in")"
note "in: $((BYTES * 1000 / (NOW - T))) bytes a second"

cat "$RIG/disk/pipe.out" >"$RIG/log/pipe" &
type_in ports 20 'echo out of a pipe >/dev/ttyS3'
check "out of a pipe" wait_for 20 grep -qx 'out of a pipe' "$RIG/log/pipe"
kill $!
type_in ports 20 'exec 4</dev/ttyS3'
send ports 'head -n 1 <&4\r'
echo "into a pipe" >"$RIG/disk/pipe.in"
check "into a pipe" expect ports 20 'into a pipe'

con_close ports
REPLY=$(console 'echo $((6 * 7))$((0))')
check "xl console: typed and shown" grep -q 420 <<<"$REPLY"
check "xl destroy leaves neither domain" guest_destroy ports
end
