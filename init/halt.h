/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HALT_H
#define HALT_H

/* End the domain. */
_Noreturn void halt_now(void);

/* The same when the guest could not be shut down: the kernel does it. */
_Noreturn void halt_panic(void);

#endif
