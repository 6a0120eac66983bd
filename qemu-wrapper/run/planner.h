/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PLANNER_H
#define PLANNER_H

#include "conf.h"
#include "plan.h"
#include "why.h"

/* Fill p, all zero on entry. c has arguments, and outlives p. */
enum verdict planner_make(struct plan *p, const struct dmconf *c,
			  struct why *why);

#endif
