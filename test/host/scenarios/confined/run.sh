# SPDX-License-Identifier: GPL-2.0-or-later
# The programs of a running stub domain as /proc shows them, and what the real
# QEMU's descriptors are good for: copies of them make the attempts of the
# scenario "escape".
. $PAYLOAD/lib/shell.sh

config_debug seen "$PROBE_IMAGE" </dev/null
guest_up seen
check "the boot sector runs" expect seen 60 'TICK 1'
shell_open seen || error "no debug shell: $REPLY"
sh_do seen 60 look || error "look: $REPLY"
OUT=$RIG/log/seen-sh.log
row() { tr -d '\r' <"$OUT" | sed -n "s/^look $1 //p" | head -n 1; }
value() {	# KEY, of $ROW
	local v=" $ROW"
	v=${v#* $1=}
	echo "${v%% *}"
}
NONE=0000000000000000
# As docs/threat.md has it. eff is no capability, privs is 1, seccomp a filter.
#      program uid bounding set oom root Xen nodes
while read -r who uid bound oom root xen; do
	ROW=$(row "$who")
	note "$who: ${ROW:0:300}"
	is "$who: no capability, no_new_privs, a filter" \
		"$(value eff) $(value privs) $(value seccomp)" "$NONE 1 2"
	is "$who: uid, gid, bounding set, oom_score_adj, root" "$(value uid
		) $(value gid) $(value bnd) $(value oom) $(value root)" \
		"$uid $uid $bound $oom $root"
	is "$who: nodes of Xen" "$(tr ' ' '\n' <<<"$ROW" |
		sed -n 's|^/dev/xen/||p' | sort | uniq -c |
		awk '{ printf "%s%s*%s", sep, $1, $2; sep = "," }')" "${xen#-}"
done <<END
logd 102 $NONE -900 /run/empty -
hotplugd 0 $NONE -900 / 1*xenbus
qmpd 101 $NONE -900 /run/qmp 1*evtchn,1*gntalloc
qemu 100 00000000000400c0 500 /run/empty 1*evtchn,4*privcmd
END
check "init: its descriptors are seen" grep -q /dev/hvc0 <<<"$(row init)"
is "init: nodes of Xen" "$(row init | grep -c /dev/xen)" 0

sh_do seen 60 "probe \$(pid qemu) $G" || not_ok "probe: $REPLY"
n=0
while read -r verdict text; do
	n=$((n + 1))
	case $verdict in
	ok) ok "the real QEMU: ${text#* - }" ;;
	not) not_ok "the real QEMU: ${text#* - }" ;;
	esac
done <<<"$(tr -d '\r' <"$OUT" | sed -n 's/^not ok/not/; /^\(ok\|not\) [0-9]/p')"
is "every attempt left its line" $n \
	"$(tr -d '\r' <"$OUT" | sed -n 's/^all attempts made: \([0-9]*\),.*/\1/p')"
shell_close seen
con_close seen
check "xl destroy leaves neither domain" guest_destroy seen
end
