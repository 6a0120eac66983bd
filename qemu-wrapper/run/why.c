// SPDX-License-Identifier: GPL-2.0-or-later
/* PURE. A refusal and its one clear line travel together. */
#include "why.h"

#include <stdarg.h>
#include <stdio.h>

static void why_text(struct why *why, const char *fmt, va_list ap)
{
	if (vsnprintf(why->text, sizeof(why->text), fmt, ap) < 0)
		why->text[0] = '\0';
}

enum verdict why_user(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	why_text(why, fmt, ap);
	va_end(ap);
	return VERDICT_USER;
}

enum verdict why_system(struct why *why, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	why_text(why, fmt, ap);
	va_end(ap);
	return VERDICT_SYSTEM;
}
