# SPDX-License-Identifier: GPL-2.0-or-later
# The watchdog, off unless the command line says so: a QEMU that does not answer
# its monitor any more (test/escape, "hang") is given up, the guest is shut down
# as crashed; a QEMU that answers is left alone, and so is one that has not had
# its time, because the stub domain was paused.
. $PAYLOAD/lib/shell.sh
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

# Asked every 3 s: silent for 11 s, all but one of its questions unanswered.
config_debug slept "$DEBUG_IMAGE" stubdom.watchdog=12 </dev/null
guest_up slept
check "the boot sector runs" expect slept 90 'TICK 1'
shell_open slept || error "no debug shell: $REPLY"
sh_do slept 20 'kill -STOP $(pid qemu); (sleep 14; kill -CONT $(pid qemu)) &' \
	true || error "QEMU is not stopped: $REPLY"
wait_for 11 both_gone slept
check "QEMU is slow, and the stub domain is paused" xl pause slept-dm
wait_for 20 both_gone slept
check "for a while" xl unpause slept-dm
check "QEMU goes on, and so does the guest" goes_on slept
is "nothing died" "$(grep -aEc 'init: E: ' "$(log_of slept)")" 0
shell_close slept
con_close slept
check "xl destroy leaves neither domain" guest_destroy slept
end
