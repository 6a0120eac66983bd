// SPDX-License-Identifier: GPL-2.0-or-later
/* The last thing the domain does. */
#include "halt.h"

#include "wiring.h"

#include <fcntl.h>
#include <sys/reboot.h>
#include <unistd.h>

/*
 * The log ends with what the programs say, not with the kernel's "System
 * halted": even an emergency's level, 0, is not below 0 (kernel/printk/printk.c,
 * suppress_message_printing()).
 */
static void kernel_quiet(void)
{
	int fd = open("/proc/sys/kernel/printk", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)write(fd, "0", 1);
	close(fd);
}

_Noreturn void halt_now(void)
{
	sync();
	kernel_quiet();
	/*
	 * A PV domain cannot power off in the kernel's sense and says so; it
	 * halts by the same SCHEDOP_shutdown(poweroff) (Linux
	 * arch/x86/xen/enlighten_pv.c, xen_machine_halt).
	 */
	(void)reboot(RB_HALT_SYSTEM);
	/* Refused? That ends it too. */
	halt_panic();
}

/*
 * The kernel panics when PID 1 exits, and in a panic it shuts the guest down,
 * whose number it has known since boot (kernel/patches/0012).
 */
_Noreturn void halt_panic(void)
{
	_exit(EXIT_SYSTEM);
}
