/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FAULT_H
#define FAULT_H

/*
 * Stand-ins for system calls (linked with --wrap): one of them fails, the
 * others do what they should, or only say so where the real ones need root or
 * another kernel.
 */
struct fault {
	int at;			/* which call fails, from 1; 0: none */
	int error;		/* its errno */
	int calls;		/* made so far */
	const char *hit;	/* the name of the one that failed, or NULL */
};

extern struct fault fault;

void fault_arm(int at, int error);

/* Descriptors that are open now. */
int fault_fds(void);

#endif
