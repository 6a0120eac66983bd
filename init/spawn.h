/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef SPAWN_H
#define SPAWN_H

#include "services.h"

#include <sys/types.h>

/*
 * Start a service: exactly its descriptors, no environment, a session of its
 * own, and no signal blocked but SIGTERM where the table says so.
 * Returns its pid, or -errno.
 */
pid_t spawn_service(const struct service *s, const int wire[WIRE_COUNT]);

#endif
