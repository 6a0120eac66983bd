/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONFINE_H
#define CONFINE_H

#include "why.h"

#include <stdbool.h>

/*
 * Give up what QEMU must not have. Irrevocable; nothing is opened after it. An
 * unrestricted QEMU keeps its capabilities.
 */
enum verdict confine_self(bool unrestricted, struct why *why);

#endif
