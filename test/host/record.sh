# SPDX-License-Identifier: GPL-2.0-or-later
# What libxl writes for a stub domain, for every shape of a configuration, as
# dumps that dm-run -n reads (test/recorded):
#
#	test/host/rig.py exec --clock virtual --logs F.tar HOST test/host/record.sh
#	tar -xf F.tar -C test/recorded --strip-components=1 --wildcards '*.dump'
#	RECORDED_UPDATE=1 test/static/recorded.t; git diff
#
# Only what a device model may need is kept, so that a dump can be read.
SHAPES=0
VERSION=$(xl info xen_version | cut -d. -f1-2)

written() {	# are S's arguments and devices there? NICs come last
	local nics
	nics=$(grep -c 'mac=' "$RIG/shape.cfg")
	S=$(domid shape-dm) && G=$(domid shape) &&
		xenstore-exists "/local/domain/$S/device-model/$G" &&
		xenstore-exists "/local/domain/$S/device/console/2/backend" &&
		{ [ "$nics" = 0 ] || xenstore-exists \
			"/local/domain/$S/device/vif/$((nics - 1))/backend"; }
}

dump() {	# TEXT
	echo "# SPDX-License-Identifier: GPL-2.0-or-later"
	echo "# Recorded from xl of Xen $VERSION: $1"
	xenstore-ls -f | grep -aE "^(/vm/$UUID/image/dm-argv|/local/domain/($(
		)$G/(vm|name|memory/(static-max|videoram))|$(
		)$S/(name|target|device/(vbd|vif|console)/?)|$(
		)0/backend/(vbd|vif|qdisk)/$S/))" |
		grep -avE '/(hotplug|script|uuid|protocol|limit|tty|event|ring)'
}

# shape NAME TEXT: the rest of the configuration on standard input
shape() {
	local pid
	# one of its own: what is left of the last shape goes late
	UUID=5ac1bd43-5a0f-4f6a-9d2c-0f7a3a0f0e$(printf %02x $((++SHAPES)))
	{ echo "uuid=\"$UUID\""; cat; } | config shape
	xl create -p "$RIG/shape.cfg" >"$RIG/log/$1.xl" 2>&1 &
	pid=$!
	if wait_for 20 written; then
		dump "$2" >"$RIG/log/xen$VERSION-$1.dump"
		note "$1: $(wc -l <"$RIG/log/xen$VERSION-$1.dump") lines"
	else
		note "$1: refused: $(grep -a error "$RIG/log/$1.xl" | head -n 1)"
	fi
	guest_destroy shape
	wait $pid
}

img() { echo "format=raw,access=rw,vdev=$1,target=$IMAGE"; }

IMAGE=$(disk hda.img boot.img)
many() {	# FIRST LAST: letters
	local c
	for c in $(seq "$1" "$2"); do
		printf '"%s",' "$(img "$3$(printf "\\x$(printf %x "$c")")")"
	done
}

shape none "nothing" <<-END
	serial=""
END
shape ide "four IDE disks" <<-END
	disk=[$(many 97 100 hd)]
END
shape ahci "hdtype=ahci, five disks" <<-END
	hdtype="ahci"
	disk=[$(many 97 100 hd)"$(img xvde)"]
END
shape scsi "SCSI disks" <<-END
	disk=[$(many 97 99 sd)]
END
shape disks "26 disks" <<-END
	disk=[$(many 97 122 xvd)]
END
shape readonly "a SCSI disk for reading" <<-END
	disk=["format=raw,access=ro,vdev=sda,target=$IMAGE"]
END
shape qdisk "a disk of dom0's QEMU" <<-END
	disk=["format=raw,access=rw,backendtype=qdisk,vdev=hda,target=$IMAGE"]
END
shape cdrom "a CD, boot from it" <<-END
	boot="dc"
	disk=["$(img hda)",
	      "format=raw,access=ro,devtype=cdrom,vdev=hdc,target=$IMAGE"]
END
shape cdrom-empty "an empty drive" <<-END
	disk=["$(img hda)",
	      "format=empty,access=ro,devtype=cdrom,vdev=hdc"]
END
shape nics "every model of NIC, and one of PV only" <<-END
	vif=["mac=00:16:3e:00:00:01,model=e1000,bridge=xenbr0",
	     "mac=00:16:3e:00:00:02,model=rtl8139,bridge=xenbr0",
	     "mac=00:16:3e:00:00:03,type=vif,bridge=xenbr0",
	     "mac=00:16:3e:00:00:04,model=virtio-net,bridge=xenbr0"]
	boot="nc"
END
shape nic-default "a NIC of no model" <<-END
	vif=["mac=00:16:3e:00:00:01"]
END
shape serials "four serial ports" <<-END
	serial=["pty","file:/tmp/serial","pipe:/tmp/pipe","null"]
END
shape usb1 "usbversion=1" <<-END
	usbversion=1
END
shape usb2 "usbversion=2" <<-END
	usbversion=2
END
shape usb3 "usbversion=3" <<-END
	usbversion=3
END
shape usbdevices "usbdevice, a list" <<-END
	usbdevice=["tablet","mouse","keyboard"]
END
shape usb "usb=1, usbdevice" <<-END
	usb=1
	usbdevice="tablet"
END
shape cirrus "cirrus, 16 MiB" <<-END
	vga="cirrus"
	videoram=16
END
shape no-vga "no display" <<-END
	vga="none"
END
shape vnc "VNC, keyboard layout" <<-END
	vnc=1
	vnclisten="127.0.0.1"
	keymap="de"
END
shape cpus "vcpus, acpi=0, clocks" <<-END
	vcpus=2
	maxvcpus=4
	acpi=0
	localtime=1
	timer_mode="one_missed_tick_pending"
	nestedhvm=0
	viridian=1
	hpet=0
END
shape restrict "dm_restrict" <<-END
	dm_restrict=1
END
shape args "arguments of the user's" <<-END
	device_model_args_hvm=["-global","PIIX4_PM.disable_s3=1","-m","64"]
	device_model_args=["-d","guest_errors"]
END
shape kernel "direct kernel boot" <<-END
	kernel="$GUEST/guest.bzImage"
	ramdisk="$GUEST/boot.bin"
	cmdline="console=ttyS0 a,b"
END
shape channel "a channel" <<-END
	channel=["name=org.example,connection=socket,path=/tmp/channel"]
END
shape sound "a sound card" <<-END
	soundhw="ac97"
END
shape name "a name with everything" <<-END
	device_model_args_hvm=["-name","a \\\\ b\\"c,d=e"]
END
end
