/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CONFINE_H
#define CONFINE_H

#include "why.h"

/* Give up what QEMU must not have. Irrevocable; nothing is opened after it. */
enum verdict confine_self(struct why *why);

#endif
