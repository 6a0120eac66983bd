# SPDX-License-Identifier: GPL-2.0-or-later
# The watchdog, off unless the command line says so: a QEMU that does not answer
# its monitor any more (test/escape, "hang") is given up, the guest is shut down
# as crashed; a QEMU that answers is left alone.
RAMDISK=$PAYLOAD/add/escape-rootfs
[ -e "$RAMDISK" ] || { skip "watchdog" "no $RAMDISK: make escape"; end; }

config hung <<END
stubdomain_ramdisk="$RAMDISK"
stubdomain_cmdline="stubdom.watchdog=5"
device_model_args_hvm=["-name","hang"]
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
LOG=$(log_of hung)
guest_create hung &
PID=$!
gave_up() { grep -aq 'qmpd: E: watchdog: QEMU does not answer' "$LOG"; }
ended() { grep -aq 'dm-crash: I: domain [0-9]*: shut down as crashed' "$LOG"; }
check "a QEMU that hangs is given up" wait_for 25 gave_up
check "the guest is shut down as crashed" wait_for 10 ended
wait $PID
guest_destroy hung

config well <<END
stubdomain_cmdline="stubdom.watchdog=5"
disk=["format=raw,vdev=hda,access=rw,target=$(disk hdb.img boot.img)"]
END
guest_up well
check "the boot sector runs" expect well 90 'BOOT-SECTOR OK'
check "the watchdog is on" grep -aq 'qmpd: I: watchdog: QEMU must' \
	"$(log_of well)"
check "a QEMU that answers is left alone" expect well 60 'TICK 12'
is "nothing died" "$(grep -aEc 'init: E: ' "$(log_of well)")" 0
con_close well
check "xl destroy leaves neither domain" guest_destroy well
end
