/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RULES_H
#define RULES_H

#include "conf.h"
#include "plan.h"
#include "why.h"

/* Append c's arguments to p->argv, each as its rule says. */
enum verdict rules_apply(struct plan *p, const struct dmconf *c,
			 struct why *why);

#endif
