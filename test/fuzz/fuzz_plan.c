// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/argv.c qemu-wrapper/run/conf.c init/lib/words.c qemu-wrapper/run/defargs.c qemu-wrapper/run/disks.c qemu-wrapper/run/dump.c init/lib/num.c qemu-wrapper/run/optstr.c qemu-wrapper/run/plan.c qemu-wrapper/run/planner.c qemu-wrapper/run/print.c qemu-wrapper/run/rules.c qemu-wrapper/run/tap.c qemu-wrapper/run/vdev.c qemu-wrapper/run/why.c */
/* A whole xenstore: the toolstack's arguments and devices become a plan. */
#include "fuzz.h"
#include "qemu-wrapper/run/conf.h"
#include "qemu-wrapper/run/defargs.h"
#include "qemu-wrapper/run/dump.h"
#include "qemu-wrapper/run/plan.h"
#include "qemu-wrapper/run/planner.h"
#include "qemu-wrapper/run/print.h"
#include "wiring.h"

#include <string.h>

static struct dump dump;
static struct dmconf conf;
static struct plan plan;

/* As memset(), but the megabyte of text in v is only used as far as v says. */
static void clear(void *s, size_t size, struct argvec *v)
{
	char *from = s, *text = v->text, *after = text + sizeof(v->text);

	memset(from, 0, (size_t)(text - from));
	memset(after, 0, size - (size_t)(after - from));
}

static void argv_check(const struct argvec *v)
{
	size_t i;

	CHECK(v->n <= ARGV_MAX_N && v->arg[v->n] == NULL);
	for (i = 0; i < v->n; i++)
		CHECK(v->arg[i] >= v->text &&
		      v->arg[i] + strlen(v->arg[i]) < v->text + v->used);
}

static void disk_check(const struct plan_disk *d)
{
	CHECK(strncmp(d->name, "xvd", 3) == 0);
	CHECK(strchr(d->name, '/') == NULL && d->vbd != NULL);
}

/* A tap's name becomes an interface: "vif<target>.N-emu" and nothing else. */
static void nic_check(const struct plan_nic *nic)
{
	char want[64];
	int len = snprintf(want, sizeof(want), "vif%u.", plan.target);

	CHECK(strncmp(nic->tap, want, (size_t)len) == 0);
	CHECK(strspn(nic->tap + len, "0123456789-emu") ==
	      strlen(nic->tap + len));
	CHECK(nic->fd >= DM_FD_END && nic->fd < plan.fds);
}

static void plan_check(void)
{
	size_t i;

	argv_check(&plan.argv);
	CHECK(plan.target == conf.target && plan.notes <= PLAN_MAX_NOTES);
	for (i = 0; i < plan.disks; i++)
		disk_check(&plan.disk[i]);
	for (i = 0; i < plan.nics; i++)
		nic_check(&plan.nic[i]);
	CHECK(plan.restore_fd == 0 || plan.restore_fd >= DM_FD_END);
}

static enum verdict run(struct why *why)
{
	enum verdict v = dump_parse(&dump, why);

	if (v == VERDICT_OK)
		v = conf_read(&conf, &dump.store, why);
	if (v == VERDICT_OK && conf.args.n == 0)
		v = defargs_build(&conf, why);
	return v == VERDICT_OK ? planner_make(&plan, &conf, why) : v;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *null;
	struct why why;

	if (size >= sizeof(dump.text))
		return 0;
	if (!null)
		null = fopen("/dev/null", "w");
	memcpy(dump.text, data, size);
	dump.len = size;
	dump.nodes = 0;
	clear(&conf, sizeof(conf), &conf.args);
	clear(&plan, sizeof(plan), &plan.argv);
	if (run(&why) == VERDICT_OK) {
		plan_check();
		print_plan(null, &plan);
	} else {
		CHECK(strlen(why.text) > 0);
	}
	return 0;
}
