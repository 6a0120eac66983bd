// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why the device model ended, in its own words. What QEMU says may be an
 * attacker's: it stands at the end of the line, where it can pretend nothing.
 */
#include "last.h"

#include <stdio.h>
#include <string.h>

#define QEMU	"qemu: "	/* QEMU util/error-report.c, error_vprintf() */

static bool begins(const char *text, size_t len, const char *with)
{
	return len >= strlen(with) && memcmp(text, with, strlen(with)) == 0;
}

static bool has(const char *text, size_t len, const char *what)
{
	return memmem(text, len, what, strlen(what)) != NULL;
}

/*
 * error_vprintf() puts the argument that it is about between the program's name
 * and the kind; hints that follow have neither.
 */
static bool is_error(const char *text, size_t len)
{
	return begins(text, len, "E: ") ||
	       (begins(text, len, QEMU) && !has(text, len, ": warning: ") &&
		!has(text, len, ": info: "));
}

void last_take(struct last *l, const char *text, size_t len)
{
	bool error = is_error(text, len);

	if (clean_level(text, len) == CLEAN_EXEC) {	/* QEMU begins */
		l->len = 0;
		l->error = false;
		return;
	}
	if (l->error && !error)
		return;
	memcpy(l->text, text, len);
	l->len = len;
	l->error = error;
}

size_t last_line(const struct last *l, char *buf, size_t cap)
{
	const char *say = "E: QEMU ended, and the guest with it: ";
	size_t skip = 0;
	int n;

	if (l->len == 0)
		return 0;
	if (begins(l->text, l->len, "E: ")) {
		say = "E: the guest cannot start (xl takes 30 s to notice): ";
		skip = strlen("E: ");
	} else if (begins(l->text, l->len, QEMU "-")) {
		/* loc_push_cmdline(): the argument, and what is wrong */
		say = "E: the guest cannot start (xl takes 30 s to notice): "
		      "change what its configuration asks for (model=, vga=, "
		      "soundhw=, device_model_args_hvm=): ";
		skip = strlen(QEMU);
	}
	n = snprintf(buf, cap, "%s%.*s", say, (int)(l->len - skip),
		     l->text + skip);
	if (n < 0)
		return 0;
	return (size_t)n < cap ? (size_t)n : cap - 1;
}
