/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DEFARGS_H
#define DEFARGS_H

#include "conf.h"
#include "why.h"

/*
 * The toolstack gave devices but no arguments: fill c->args with those libxl
 * would have given for them.
 */
enum verdict defargs_build(struct dmconf *c, struct why *why);

#endif
