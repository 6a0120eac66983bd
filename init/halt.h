/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef HALT_H
#define HALT_H

/* End the domain. */
_Noreturn void halt_now(void);

#endif
