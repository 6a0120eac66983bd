/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef CALLS_H
#define CALLS_H

#include <stddef.h>
#include <stdint.h>

/*
 * One system call, SYS_...; with a mask only where argument number arg & mask
 * is value. Of an argument the lower 32 bits count: those that are looked at
 * are int or unsigned int in the kernel, but mmap's and mprotect's prot, which
 * has no bits above, and ftruncate's length, which RLIMIT_FSIZE bounds too.
 */
struct calls_rule {
	unsigned int nr;
	unsigned int arg;
	uint32_t mask, value;
};

enum calls_kind {
	CALLS_ONLY,	/* these and no others */
	CALLS_ALL_BUT	/* all but these */
};

/*
 * From now on a system call that the rules do not let pass kills the process
 * (SIGSYS): init then tells. All threads, and what they exec, for good.
 * Needs no_new_privs. Returns 0 or -errno; -E2BIG: more than 128 rules.
 */
int calls_filter(enum calls_kind kind, const struct calls_rule *rule,
		 size_t n);

#endif
