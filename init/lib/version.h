/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VERSION_H
#define VERSION_H

#include <stdbool.h>

/* "linux-stubdom VERSION (COMMIT)", as the build had them: static text. */
const char *version_text(void);

/*
 * Whether the program was asked for its version ("--version" alone); then it is
 * on standard output, and the program is to end.
 */
bool version_asked(int argc, char **argv);

#endif
