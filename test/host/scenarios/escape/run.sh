# SPDX-License-Identifier: GPL-2.0-or-later
# An attacker in QEMU's place (test/escape): every attempt is one line of the
# log. Then it floods the log and dies: the log stays small, the other programs
# go on to the end, and the guest is shut down as crashed.
RAMDISK=$PAYLOAD/add/escape-rootfs
[ -e "$RAMDISK" ] || { skip "escape" "no $RAMDISK: make escape"; end; }

config mallory <<END
stubdomain_ramdisk="$RAMDISK"
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
LOG=$(log_of mallory)
guest_create mallory &
PID=$!
made() { grep -aq 'qemu: all attempts made' "$LOG" 2>/dev/null; }
ended() { grep -aq 'init: E: domain: ending' "$LOG"; }
wait_for 60 made || error "no attempts: $(tail -n 3 "$LOG" | tr '\n' ' ')"
n=0
while read -r verdict text; do
	n=$((n + 1))
	case $verdict in
	ok) ok "${text#* - }" ;;
	not) not_ok "${text#* - }" ;;
	esac
done <<<"$(sed -n 's/^\[ *[0-9]*\] qemu: \(\(not \)\?ok .*\)$/\1/p' "$LOG" |
	sed 's/^not ok/not/')"
is "every attempt left its line" $n \
	"$(sed -n 's/.*qemu: all attempts made: //p' "$LOG" | tr -d '\r')"
check "QEMU's death is noticed" wait_for 30 ended
check "as its exit status says" \
	grep -aq 'init: E: dm-run: exited with status 7' "$LOG"
check "the guest is shut down as crashed" wait_for 10 \
	grep -aq 'dm-crash: I: domain [0-9]*: shut down as crashed' "$LOG"
is "no other program died" \
	"$(grep -aEc 'init: E: (logd|qmpd|hotplugd): ' "$LOG")" 0
check "the log says whom the OOM killer took, and how large it was" grep -aq \
	'Out of memory: Killed process .*(qemu) .*anon-rss' "$LOG"
check "and how the memory was used" grep -aq '\] Mem-Info:' "$LOG"
check "lost lines are counted" grep -aq 'logd: W: qemu: too fast' "$LOG"
check "nothing but printable ASCII" \
	bash -c "! tr -d '\\r' <'$LOG' | LC_ALL=C grep -aq '[^ -~]'"
FORGED='^[^[]|^\[.{9}init: E: forged|^\[.{9}dm-run: I: phase exec: forged'
is "no line passes as another's" "$(grep -aEc "$FORGED" "$LOG")" 0
SIZE=$(stat -c %s "$LOG")
if [ "$SIZE" -lt 400000 ]; then
	ok "10 MB of flood are $SIZE bytes of log"
else
	not_ok "10 MB of flood are $SIZE bytes of log"
fi
wait $PID
guest_destroy mallory
end
