// SPDX-License-Identifier: GPL-2.0-or-later
/* The Makefile gives VERSION and BUILD: the file VERSION, and git's commit. */
#include "version.h"

#include <stdio.h>
#include <string.h>

const char *version_text(void)
{
	return BUILD[0] != '\0' ? "linux-stubdom " VERSION " (" BUILD ")" :
				  "linux-stubdom " VERSION;
}

bool version_asked(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "--version") != 0)
		return false;
	(void)puts(version_text());	/* nobody to tell if it fails */
	return true;
}
