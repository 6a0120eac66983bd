# SPDX-License-Identifier: GPL-2.0-or-later
# deadline: 500
# xl migrate to this same host, live, through a local transport. Then
# one that the other end gives up when it has everything: the guest goes on
# and can be saved; what is restored is not the state of the failed attempt.
. $PAYLOAD/lib/migrate.sh

cat >$RIG/giver-up <<'END'
#!/usr/bin/python3 -IS
# Greets as xl migrate-receive does (tools/xl/xl.h), takes all and says no more.
import os, select
os.write(1, b"xl migration receiver ready, send binary domain data.\n")
while select.select([0], [], [], 8)[0] and os.read(0, 65536):
    pass
END
chmod +x $RIG/giver-up

last_tick() {
	{ cat "$RIG/log/boot.all"; cat "$RIG/log/boot.log"; } 2>/dev/null |
		tr -d '\r' | sed -n 's/^TICK \([0-9]*\)$/\1/p' | tail -n 1
}

ticked() {	# TEXT: there is a tick later than AT, which it becomes
	if expect boot 120 'TICK ([0-9]+)\r' && [ "$REPLY" -gt "$AT" ]; then
		ok "$1: $AT, $REPLY"
		AT=$REPLY
		return
	fi
	not_ok "$1: $AT, $REPLY"
	{ xl dmesg | grep "emulation failed" | uniq -c; xl list; ps -eo pcpu,time,args --sort=-pcpu | head -n 5; } |
		sed 's/^/# /'
	xl qemu-monitor-command boot 'info status' | sed 's/^/# /'
}

config boot <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up boot
check "the boot sector runs" expect boot 120 'TICK 2'
AT=$(last_tick)
OLD=$G/$S
if migrate boot transport; then
	ok "xl migrate localhost ends well ($MS ms)"
else
	not_ok "xl migrate localhost"
	why_not migrate boot
	guest_destroy boot
	end
fi
migrated boot
check "the guest has new domains: $OLD became $G/$S" [ "$OLD" != "$G/$S" ]
rm $RIG/log/boot.all	# while nobody had the new port open, ticks were lost
ticked "its count goes on"

if migrate boot giver-up; then
	not_ok "a migration that is given up fails"
else
	ok "a migration that is given up fails ($MS ms)"
fi
note "$(tail -n 1 $RIG/log/boot.migrate.xl | tr -d '\n')"
is "the domains are still the same" "$(domid boot)/$(domid boot-dm)" "$G/$S"
expect boot 120 'TICK [0-9]+'
ticked "the guest goes on"
if guest_save boot; then
	ok "and can be saved ($MS ms)"
	serial_keep boot
	check "and restored" guest_restore boot
	note "$(grep -aho 'phase state-ready.*' /var/log/xen/qemu-dm-boot*.log |
		tail -n 1)"
	ticked "with its newest state"
	check "no tick is missing" ticks_gap boot
else
	not_ok "and can be saved"
	why_not save boot
fi
check "xl destroy leaves neither domain" guest_destroy boot
check "nothing is left in $XEN_SAVES" nothing_left
end
