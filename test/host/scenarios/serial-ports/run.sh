# SPDX-License-Identifier: GPL-2.0-or-later
# Serial ports: a list of three, to a pty, a file and a pty; xl console; 64 KiB
# each way at full speed without a byte lost.
# soak: new, and not yet seen on both hosts
tty_of() { xenstore-read "/local/domain/$S/device/console/$1/tty"; }

console() {	# COMMAND: what xl console of the guest shows for it
	python3 -IS $PAYLOAD/lib/serial.py console "$1" xl console ports
}

config ports <<END
serial=["pty","file:$RIG/disk/serial","pty"]
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img guest.img)"]
END
guest_up ports
if ! expect ports 90 'GUEST READY' || ! expect ports 20 'guest# '; then
	not_ok "the guest comes up: $REPLY"
	guest_destroy ports
	end
fi
check "it sees three ports" type_in ports 20 \
	'[ $(grep -c "uart:16550A" /proc/tty/driver/serial) = 3 ]'
type_in ports 20 'for t in 1 2; do stty -F /dev/ttyS$t raw -echo 115200; done'
type_in ports 60 'seq 1 13000 | head -c 65536 >d; cat d >/dev/ttyS1; md5sum d'
wait_for 30 test "$(stat -c %s "$RIG/disk/serial")" = 65536
is "64 KiB into a file: all of it" \
	"$(md5sum <"$RIG/disk/serial" | cut -d' ' -f1)" "${REPLY%% *}"

TTY=$(tty_of 5)
python3 -IS $PAYLOAD/lib/serial.py read "$TTY" 65536 >"$RIG/log/out" &
type_in ports 60 '(while :; do printf . >/dev/ttyS2; sleep 0.1; done) & p=$!;
	head -c 1 </dev/ttyS2 >/dev/null; kill $p; wait $p; cat d >/dev/ttyS2; md5sum d'
wait $!
read -r n sum ms <"$RIG/log/out"
is "64 KiB out of a pty: all of it" "$n $sum" "65536 ${REPLY%% *}"
note "out: $((n * 1000 / ms)) bytes a second"
send ports 'head -c 65536 </dev/ttyS2 | md5sum; echo "<$?>"\r'
expect ports 20 '<\$'
python3 -IS $PAYLOAD/lib/serial.py write "$TTY" 65536 >"$RIG/log/in"
expect ports 60 '([0-9a-f]{32})'
read -r n sum ms <"$RIG/log/in"
is "64 KiB into a pty: all of it" "$REPLY" "$sum"
note "in: $((n * 1000 / ms)) bytes a second"

con_close ports
REPLY=$(console 'echo $((6 * 7))$((0))')
check "xl console: typed and shown" grep -q 420 <<<"$REPLY"
check "xl destroy leaves neither domain" guest_destroy ports
end
