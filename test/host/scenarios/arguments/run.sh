# SPDX-License-Identifier: GPL-2.0-or-later
# What a guest's configuration says beside its devices: CPUs and their hotplug,
# ACPI, timers, viridian, nested virtualisation, QEMU arguments of the user's
# own, and those of libxl that QEMU no longer knows, which are translated or
# dropped with a reason on the log.
hmp() { xl qemu-monitor-command "$@" 2>&1; }
said() { grep -aqE "argument $2.*: $3: " "$(log_of "$1")"; }

# Xen 4.20 wants more of the CPU for it than is emulated here
# (xen/arch/x86/hvm/svm/nestedsvm.c, start_nested_svm).
NESTED=1
case $XEN_LIB in *4.17) ;; *) NESTED=0 ;; esac

config many <<END
vcpus=4
maxvcpus=6
viridian=1
nestedhvm=$NESTED
timer_mode="one_missed_tick_pending"
localtime=1
dm_restrict=1
device_model_args_hvm=["-global", "ide-hd.model=CANARY"]
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up many
check "the guest runs" expect many 60 'TICK 1'
check "dm_restrict=1: dropped, with its reason" \
	said many -xen-domid-restrict dropped
check "its chroot too" said many -chroot dropped
check "an argument of the user's own is QEMU's" \
	grep -q 'model = "CANARY"' <(hmp many 'info qtree')
check "there is a power management device" \
	grep -q 'dev: PIIX4_PM' <(hmp many 'info qtree')
is "QEMU has four CPUs" "$(hmp many 'info cpus' | grep -c CPU)" 4
check "xl vcpu-set to 6" xl vcpu-set --ignore-host many 6
is "QEMU has six CPUs" "$(hmp many 'info cpus' | grep -c CPU)" 6
is "and the guest is offered the sixth" \
	"$(xenstore-read "/local/domain/$G/cpu/5/availability")" online
check "xl vcpu-set to 1" xl vcpu-set many 1
is "the second is taken back" \
	"$(xenstore-read "/local/domain/$G/cpu/1/availability")" offline
check "the guest still runs" goes_on many
check "xl list -l, which asks QEMU for its CPUs" \
	grep -q '"vdev": "hda"' <(xl list -l many)
check "xl destroy leaves neither domain" guest_destroy many

config plain <<END
acpi=0
apic=0
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up plain
check "acpi=0: the guest runs" expect plain 60 'TICK 1'
check "libxl's -no-acpi is replaced, with its reason" \
	said plain -no-acpi replaced
check "there is no power management device" eval \
	"! hmp plain 'info qtree' | grep -q 'dev: PIIX4_PM'"
check "xl destroy leaves neither domain" guest_destroy plain
end
