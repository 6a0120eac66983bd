/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TERM_H
#define TERM_H

/*
 * From now on SIGTERM, by which init says that the domain ends, makes the
 * descriptor returned readable and does nothing else. init starts those programs
 * with it blocked (services.c: term_blocked), so none is too early. Or -errno.
 */
int term_open(void);

/* What init sent along with it. */
enum { TERM_PLAIN, TERM_DM_ENDED };

/* Take the signal off the readable descriptor: one of the above. */
int term_value(int fd);

#endif
