/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FETCH_H
#define FETCH_H

#include "store.h"

/* Open the live xenstore. 0, or -errno. */
int fetch_open(struct store *s);

/* Hand the connection back; s cannot be read any more. */
void fetch_close(struct store *s);

#endif
