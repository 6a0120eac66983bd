# SPDX-License-Identifier: GPL-2.0-or-later
# Prints the stub domain's start-up: each phase with its ms since boot, CPU time
# and memory. With the virtual clock the figures do not depend on this machine.
config line <<END
disk=["format=raw,vdev=hda,access=rw,target=$(disk hda.img boot.img)"]
END
guest_up line
check "the guest runs" expect line 60 'TICK 1'
while IFS= read -r l; do
	note "${l%$'\r'}"
done < <(grep -a '\] [a-z-]*: I: ' "$(log_of line)")
is "the log has the start-up phases, each once" "$(echo $(tr -d '\r' \
	<"$(log_of line)" | sed -n 's/.*I: phase \([a-z-]*\).*/\1/p' | sort))" \
	"client disks-ready exec init net-ready plan-ready running services-started vchan-ready"
FREE=$(grep -ao 'phase running: [0-9]* KiB free' "$(log_of line)")
FREE=${FREE//[!0-9]/}
check "and how much memory is free: $FREE KiB" [ "${FREE:-0}" -ge 8192 ]
is "none of the kernel's own messages (quiet)" \
	"$(grep -ac 'Linux version' "$(log_of line)")" 0
read -r MIB CPU < <(xl list line-dm | awk 'NR == 2 { print $3, $NF }')
is "MiB of memory: 32 and 8 for video" "$MIB" 40
note "stub domain: $CPU s of CPU time"
check "xl destroy leaves neither domain" guest_destroy line
end
