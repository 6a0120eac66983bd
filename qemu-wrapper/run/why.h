/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef WHY_H
#define WHY_H

/* Whose fault it is that there is no QEMU; decides the exit status. */
enum verdict {
	VERDICT_OK,
	VERDICT_USER,	/* wrong configuration: trying again cannot help */
	VERDICT_SYSTEM,
};

/* One line for the log: names the object, ends with the reason. */
struct why {
	char text[400];
};

/* Set the line, which is cut if too long. Return the verdict they are named for. */
enum verdict why_user(struct why *why, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
enum verdict why_system(struct why *why, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
