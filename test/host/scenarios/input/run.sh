# SPDX-License-Identifier: GPL-2.0-or-later
# Keyboards and pointers: PS/2, and by USB 1 to 3; what QEMU is told to press,
# the guest sees pressed. Emulated devices only: no platform device.
# deadline: 450
LINUX=full
. $PAYLOAD/lib/linux.sh

qmp() { python3 -IS $PAYLOAD/lib/qmp.py "/var/run/xen/qmp-libxl-$G" "$@"; }

begin() {	# NAME: more of the configuration on standard input
	{
		echo "xen_platform_pci=0"
		echo "$LINUX_BOOT"
		echo "disk=[$LINUX_DISK]"
		cat
	} | config "$1"
	linux_up "$1"
}

# sees NAME DEVICE EVENT COMMAND...: the guest's DEVICE says EVENT (type, code
# and value of a struct input_event, in hexadecimal) when COMMAND is done.
sees() {
	local name=$1 event=$3
	type_in "$name" 60 "until grep -q '$2' /proc/bus/input/devices; do
		sleep 0.1; done; e=\$(sed -n '/Name=.*$2/,/^\$/s/^H:.*\(event[0-9]*\).*/\\\\1/p' \
/proc/bus/input/devices | head -n 1); echo \$e"
	[ -n "$REPLY" ] || return
	shift 3
	type_in "$name" 20 "(timeout 60 dd bs=24 count=2 if=/dev/input/\$e |
		hexdump -v -e '24/1 \"%02x\" \"\\\\n\"'; echo END) 2>/dev/null &
		until ls -l /proc/[0-9]*/fd 2>/dev/null | grep -q /input/\$e\\\$; do
		sleep 0.1; done" || return
	"$@" >>"$RIG/log/$name.qmp" 2>&1 || return
	expect "$name" 60 "$event\s+([0-9a-f]+\s+)?END"
}

key() { qmp send-key '{"keys":[{"type":"qcode","data":"a"}]}'; }
move() {	# TYPE VALUE
	qmp input-send-event "{\"events\":[{\"type\":\"$1\",\"data\":{
		\"axis\":\"x\",\"value\":$2}}]}"
}
KEY_A=01001e0001000000
REL_X=0200000005000000
ABS_X=0300000034120000

begin usb1 <<END
usbdevice=["tablet","mouse","keyboard"]
END
check "usbdevice list: keyboard" sees usb1 'USB Keyboard' $KEY_A key
check "usbdevice list: mouse" sees usb1 'USB Mouse' $REL_X move rel 5
check "usbdevice list: tablet" sees usb1 'USB Tablet' $ABS_X move abs 4660
type_in usb1 20 'echo $(cat /sys/bus/usb/devices/usb*/speed)'
is "one controller, USB 1.1" "$REPLY" 12
check "xl destroy leaves neither domain" guest_destroy usb1
con_close usb1

begin uhci <<END
usbversion=1
device_model_args_hvm=["-device","usb-mouse,bus=usb.0"]
END
check "usbversion=1: mouse" sees uhci 'USB Mouse' $REL_X move rel 5
check "xl destroy leaves neither domain" guest_destroy uhci
con_close uhci

begin usb2 <<END
usbversion=2
device_model_args_hvm=["-device","usb-tablet,bus=usb.0"]
END
check "usbversion=2: tablet" sees usb2 'USB Tablet' $ABS_X move abs 4660
check "PS/2 keyboard" sees usb2 'AT Translated' $KEY_A key
check "PS/2 mouse" sees usb2 'Generic Explorer' $REL_X move rel 5
type_in usb2 20 'cat /sys/bus/usb/devices/usb*/speed | grep -x 480 | head -n 1'
is "USB 2.0" "$REPLY" 480
check "xl destroy leaves neither domain" guest_destroy usb2
con_close usb2

begin usb3 <<END
usbversion=3
device_model_args_hvm=["-device","usb-kbd,bus=usb.0"]
END
check "usbversion=3: keyboard" sees usb3 'USB Keyboard' $KEY_A key
type_in usb3 20 'cat /sys/bus/usb/devices/usb*/speed | tail -n 1'
is "USB 3.0" "$REPLY" 5000
check "xl destroy leaves neither domain" guest_destroy usb3
end
