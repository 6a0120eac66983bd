// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One line, one write. stderr is a non-blocking pipe to logd: a stalled log
 * loses lines and counts them, it never stalls the program.
 */
#include "log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_LEN 512

static unsigned int lost;

static int line_write(const char *line, size_t len)
{
	ssize_t n = write(STDERR_FILENO, line, len);

	return n == (ssize_t)len ? 0 : -1;
}

static void lost_report(void)
{
	char line[64];
	int len;

	len = snprintf(line, sizeof(line), "W: log: %u lines lost\n", lost);
	if (line_write(line, (size_t)len) == 0)
		lost = 0;
}

static void log_line(char level, const char *fmt, va_list ap)
{
	char line[LINE_MAX_LEN];
	int saved = errno;
	size_t len;

	line[0] = level;
	line[1] = ':';
	line[2] = ' ';
	if (vsnprintf(line + 3, sizeof(line) - 4, fmt, ap) < 0)
		line[3] = '\0';
	len = strlen(line);
	line[len++] = '\n';
	if (lost)
		lost_report();
	if (line_write(line, len) < 0)
		lost++;
	errno = saved;
}

void log_e(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line('E', fmt, ap);
	va_end(ap);
}

void log_w(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line('W', fmt, ap);
	va_end(ap);
}

void log_i(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line('I', fmt, ap);
	va_end(ap);
}
