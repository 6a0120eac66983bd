# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 600
# A Linux guest is migrated live while its disk and NIC write to its memory all
# the time: QEMU has to tell Xen of each page (xen-set-global-dirty-log), or the
# other end has an old one. It reads a disk into its page cache and adds up what
# is there, over and over; a sum that is another is a page that was lost.
. $PAYLOAD/lib/migrate.sh
. $PAYLOAD/lib/disks.sh
SECTORS=8192
DATA=$(data data.img $SECTORS 7)

config linux <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img guest.img)",
	"format=raw,vdev=hdb,access=rw,target=$DATA"]
vif=["bridge=xenbr0,mac=00:16:3e:11:22:33,model=e1000"]
END
linux_up linux 200
type_in linux 60 'ifconfig eth0 192.168.77.2 up; sleep 1'
type_in linux 60 'md5sum </dev/sdb'
SUM=$(sum_of "$DATA")
is "it reads its disk" "${REPLY%% *}" "$SUM"
# 3: the cache is dropped when nobody has the disk open any more
type_in linux 30 'exec 3</dev/sdb; while [ ! -e /tmp/stop ]; do
	blockdev --flushbufs /dev/sdb; cat /dev/sdb >/dev/null;
	md5sum </dev/sdb; done >/tmp/sums & sleep 1'
busybox ping -i 0.05 -s 1400 192.168.77.2 >"$RIG/log/ping" &
PING=$!
type_in linux 60 'sleep 3; wc -l </tmp/sums'
BEFORE=$REPLY
check "it has read it $BEFORE times" [ "$BEFORE" -gt 1 ]
if migrate linux transport; then
	ok "xl migrate localhost ends well ($MS ms)"
else
	not_ok "xl migrate localhost"
	why_not migrate linux
fi
migrated linux
send linux '\r'
check "its shell answers" expect linux 60 'guest# '
type_in linux 60 'sleep 3; wc -l </tmp/sums'
TIMES=$REPLY
check "it goes on reading: $TIMES times" [ "$TIMES" -gt $((BEFORE + 2)) ]
type_in linux 60 'set -- $(cat /sys/block/sdb/stat); echo $3'
check "from the disk: $REPLY sectors" [ "$REPLY" -ge $((TIMES * SECTORS)) ]
kill -INT $PING
wait $PING
note "$(grep transmitted "$RIG/log/ping")"
type_in linux 60 "touch /tmp/stop; wait; grep -vc '^$SUM' /tmp/sums; true"
is "what it read was right each time" "$REPLY" 0
check "its network works" \
	type_in linux 60 'ping -c 2 -W 10 192.168.77.1 >/tmp/ping'
check "xl destroy leaves neither domain" guest_destroy linux
check "nothing is left in $XEN_SAVES" nothing_left
end
