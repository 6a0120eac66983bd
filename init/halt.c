// SPDX-License-Identifier: GPL-2.0-or-later
/* The last thing the domain does. */
#include "halt.h"

#include "wiring.h"

#include <sys/reboot.h>
#include <unistd.h>

_Noreturn void halt_now(void)
{
	sync();
	(void)reboot(RB_POWER_OFF);
	/* Refused? The kernel panics when PID 1 exits: that ends it too. */
	_exit(EXIT_SYSTEM);
}
