/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PRINT_H
#define PRINT_H

#include "plan.h"

#include <stdio.h>

/* One element per line, quoted so that no two plans print alike. */
void print_plan(FILE *f, const struct plan *p);

/* s in double quotes; \" \\ and \xNN for what is not printable ASCII. */
void print_quoted(FILE *f, const char *s);

#endif
