// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a table of system calls to a filter for the kernel (seccomp(2)): a few
 * instructions a rule, in the order of the table. libseccomp, which does this
 * for all kernels and processors, is larger (120 kB) than any program here.
 */
#include "calls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#include <unistd.h>

#define X32_BIT		0x40000000u	/* __X32_SYSCALL_BIT, asm/unistd.h */
#define RULES_MAX	128
#define RULE_LEN	6
#define FIXED_LEN	7

#define DATA(field)	((uint32_t)offsetof(struct seccomp_data, field))

struct prog {
	struct sock_filter code[FIXED_LEN + RULES_MAX * RULE_LEN];
	unsigned short len;
};

static void put(struct prog *p, unsigned int code, uint32_t k,
		unsigned int jt, unsigned int jf)
{
	p->code[p->len++] = (struct sock_filter) {
		.code = (unsigned short)code, .k = k,
		.jt = (unsigned char)jt, .jf = (unsigned char)jf,
	};
}

static void load(struct prog *p, uint32_t at)
{
	put(p, BPF_LD | BPF_W | BPF_ABS, at, 0, 0);
}

static void end(struct prog *p, uint32_t action)
{
	put(p, BPF_RET | BPF_K, action, 0, 0);
}

/* Another processor mode has other numbers: not ours. */
static void put_start(struct prog *p)
{
	load(p, DATA(arch));
	put(p, BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
	end(p, SECCOMP_RET_KILL_PROCESS);
	load(p, DATA(nr));
	put(p, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1);
	end(p, SECCOMP_RET_KILL_PROCESS);
}

/* With the number loaded; it is again when no action was taken. */
static void put_rule(struct prog *p, const struct calls_rule *r,
		     uint32_t action)
{
	if (r->mask == 0) {
		put(p, BPF_JMP | BPF_JEQ | BPF_K, r->nr, 0, 1);
		end(p, action);
		return;
	}
	put(p, BPF_JMP | BPF_JEQ | BPF_K, r->nr, 0, 5);
	load(p, DATA(args) + 8 * r->arg);	/* little endian: low half */
	put(p, BPF_ALU | BPF_AND | BPF_K, r->mask, 0, 0);
	put(p, BPF_JMP | BPF_JEQ | BPF_K, r->value, 0, 1);
	end(p, action);
	load(p, DATA(nr));
}

static int prog_load(const struct prog *p)
{
	struct sock_filter *code = (struct sock_filter *)(uintptr_t)p->code;
	struct sock_fprog prog = { .len = p->len, .filter = code };
	long rc = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			  SECCOMP_FILTER_FLAG_TSYNC, &prog);

	if (rc > 0)
		return -EBUSY;	/* a thread that has a filter of its own */
	return rc < 0 ? -errno : 0;
}

int calls_filter(enum calls_kind kind, const struct calls_rule *rule,
		 size_t n)
{
	static const struct { uint32_t listed, other; } action[] = {
		[CALLS_ONLY] = { SECCOMP_RET_ALLOW, SECCOMP_RET_KILL_PROCESS },
		[CALLS_ALL_BUT] = { SECCOMP_RET_KILL_PROCESS,
				    SECCOMP_RET_ALLOW },
	};
	struct prog p = { .len = 0 };
	size_t i;

	if (n > RULES_MAX)
		return -E2BIG;
	put_start(&p);
	for (i = 0; i < n; i++)
		put_rule(&p, &rule[i], action[kind].listed);
	end(&p, action[kind].other);
	return prog_load(&p);
}
