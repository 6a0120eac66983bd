# SPDX-License-Identifier: GPL-2.0-or-later
# A guest with Xen's PV drivers unplugs the disk and the NIC that QEMU emulates
# and talks to dom0 directly: the stub domain has nothing more to do, and idles.
# Disks that come and go are no business of its either.
. $PAYLOAD/lib/disks.sh
cpu_ms() {	# DOMAIN: CPU time so far, in ms (xl vcpu-list: tenths of a s)
	xl vcpu-list "$1" | awk 'NR > 1 { t += $6 } END { printf "%d", t * 1000 }'
}

busy_ms() {	# DOMAIN SECONDS: its CPU time meanwhile
	local from
	from=$(cpu_ms "$1")
	sleep "$2"
	echo $(($(cpu_ms "$1") - from))
}

stub_vbds() { echo $(xenstore-list "/local/domain/$S/device/vbd"); }

# comes_and_goes FILE: as xvdb
comes_and_goes() {
	xl block-attach pv "format=raw,vdev=xvdb,access=rw,target=$1" || return
	type_in pv 40 'until [ -b /dev/xvdb ]; do sleep 0.1; done;
		md5sum </dev/xvdb' && [ "${REPLY%% *}" = "$(sum_of "$1")" ] &&
		[ "$(stub_vbds)" = "$VBDS" ] || return
	xl block-detach pv xvdb || return
	type_in pv 40 'while [ -b /dev/xvdb ]; do sleep 0.1; done'
}

IMAGE=$(disk hda.img full.img)
config pv <<END
disk=["format=raw,vdev=hda,access=rw,target=$IMAGE"]
vif=["mac=00:16:3e:00:00:01,model=e1000,bridge=xenbr0"]
END
linux_up pv
type_in pv 20 'echo $(ls /sys/block)'
is "its only disk is blkfront's" "$REPLY" xvda
type_in pv 20 'echo $(ls -l /sys/class/net/*/device/driver | sed s,.*/,,)'
is "its only NIC is netfront's" "$REPLY" vif
type_in pv 60 'dd if=/dev/xvda bs=4096 count=64 2>/dev/null | md5sum'
is "it reads what dom0 has" "${REPLY%% *}" \
	"$(dd if="$IMAGE" bs=4096 count=64 2>/dev/null | md5sum | cut -d' ' -f1)"
type_in pv 20 'ifconfig eth0 192.168.77.2; ping -c 3 -W 5 192.168.77.1 | grep loss'
is "netfront carries a ping to dom0" "$REPLY" \
	"3 packets transmitted, 3 packets received, 0% packet loss"
VBDS=$(stub_vbds)
for i in 1 2; do
	check "a disk comes, is read, and goes: $i" comes_and_goes \
		"$(data "$i.img" 64 "$i")" 2>>$RIG/log/attach
done
BUSY=$(busy_ms pv-dm 5)
check "the stub domain idles: $BUSY ms of CPU time in 5 s" [ "$BUSY" -le 100 ]
check "xl destroy leaves neither domain" guest_destroy pv
end
