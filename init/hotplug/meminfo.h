/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef MEMINFO_H
#define MEMINFO_H

/*
 * The value in KiB of a line "key: N kB" of /proc/meminfo, given whole as
 * text. Returns -1 if there is no such line.
 */
long meminfo_kib(const char *text, const char *key);

#endif
