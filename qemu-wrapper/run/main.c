// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dm-run: read what the toolstack wants, plan, do it, become QEMU.
 *
 *	dm-run			inside a stub domain, started by init
 *	dm-run -n [-f DUMP]	print the plan and exit; touches nothing
 *	dm-run --version
 */
#include "apply.h"
#include "conf.h"
#include "defargs.h"
#include "dump.h"
#include "fetch.h"
#include "io.h"
#include "log.h"
#include "plan.h"
#include "planner.h"
#include "print.h"
#include "version.h"
#include "wiring.h"
#include "words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Too big for a stack; pages that are not touched cost nothing. */
static struct {
	struct dump dump;
	struct dmconf conf;
	struct plan plan;
	struct applied applied;
} run;

struct options {
	bool print_only;
	const char *dump;
};

static bool options_parse(int argc, char **argv, struct options *o)
{
	int c;

	while ((c = getopt(argc, argv, "nf:")) != -1) {
		if (c == 'n')
			o->print_only = true;
		else if (c == 'f')
			o->dump = optarg;
		else
			return false;
	}
	return optind == argc && (o->dump == NULL || o->print_only);
}

static enum verdict open_store(const struct options *o, struct store *s,
			       struct why *why)
{
	enum verdict v;
	ssize_t n;
	int rc;

	if (o->dump == NULL) {
		rc = fetch_open(s);
		if (rc < 0)
			return why_system(why, "xenstore: %s", strerror(-rc));
		return VERDICT_OK;
	}
	n = io_read_file(o->dump, run.dump.text, sizeof(run.dump.text));
	if (n < 0)
		return why_user(why, "%s: %s", o->dump, strerror((int)-n));
	run.dump.len = (size_t)n;
	v = dump_parse(&run.dump, why);
	*s = run.dump.store;
	return v;
}

/* Build time's IPXE=none: planned without, or QEMU would end for the lack. */
static void read_image(void)
{
	run.conf.no_boot_roms = access(PLAN_BOOT_ROM, R_OK) < 0;
}

static void read_words(void)
{
	static char cmdline[4096];
	size_t len;

	if (io_read_file("/proc/cmdline", cmdline, sizeof(cmdline)) < 0)
		return;
	conf_words(&run.conf, cmdline);
	if (run.conf.unrestricted)
		log_w("stubdom.unrestricted: QEMU may make any hypercall");
	else if (words_find(cmdline, "stubdom.unrestricted", &len))
		log_w("stubdom.unrestricted: takes no value: ignored");
}

static enum verdict make_plan(const struct store *s, struct why *why)
{
	enum verdict v = conf_read(&run.conf, s, why);

	read_words();

	if (v == VERDICT_OK && run.conf.args.n == 0) {
		v = defargs_build(&run.conf, why);
		if (v == VERDICT_OK)
			log_w("domain %u: no dm-argv: arguments made from its "
			      "devices", run.conf.target);
	}
	if (v == VERDICT_OK)
		v = planner_make(&run.plan, &run.conf, why);
	if (v == VERDICT_OK && run.plan.netboot && run.conf.no_boot_roms)
		log_w("boot from the network: this image was built without "
		      "boot ROMs (IPXE=none)");
	return v;
}

static void log_notes(const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->notes; i++)
		log_i("argument %s%s%s: %s: %s", p->note[i].arg,
		      p->note[i].value != NULL ? " " : "",
		      p->note[i].value != NULL ? p->note[i].value : "",
		      p->note[i].done, p->note[i].why);
	if (p->notes_lost > 0)
		log_i("and %zu more arguments changed", p->notes_lost);
}

static enum verdict do_plan(const struct plan *p, struct store *s,
			    struct why *why)
{
	enum verdict v;

	run.applied.end = APPLY_END_MS;
	log_notes(p);
	log_i("phase plan-ready: %zu arguments, target %u", p->argv.n,
	      p->target);
	v = apply_disks(p, &run.applied, s, why);
	if (v != VERDICT_OK)
		return v;
	fetch_close(s);
	log_i("phase disks-ready: %zu disks", p->disks);
	v = apply_ramdisk(p, &run.applied, why);
	if (v != VERDICT_OK)
		return v;
	v = apply_nics(p, &run.applied, why);
	if (v != VERDICT_OK)
		return v;
	log_i("phase net-ready: %zu nics", p->nics);
	v = apply_restore(p, &run.applied, why);
	if (v != VERDICT_OK)
		return v;
	log_i("phase exec: %s%s", PLAN_QEMU,
	      p->restore_fd != 0 ? ", restoring" : "");
	return apply_exec(p, &run.applied, why);
}

static int verdict_exit(enum verdict v, const struct why *why)
{
	if (v == VERDICT_OK)
		return 0;
	log_e("%s", why->text);
	return v == VERDICT_USER ? EXIT_USER : EXIT_SYSTEM;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct store store;
	struct why why;
	enum verdict v;

	if (version_asked(argc, argv))
		return 0;
	if (!options_parse(argc, argv, &o)) {
		log_e("usage: dm-run [-n [-f DUMP]]");
		return EXIT_USER;
	}
	if (!o.print_only)
		read_image();
	v = open_store(&o, &store, &why);
	if (v == VERDICT_OK)
		v = make_plan(&store, &why);
	if (v == VERDICT_OK && o.print_only)
		print_plan(stdout, &run.plan);
	else if (v == VERDICT_OK)
		v = do_plan(&run.plan, &store, &why);
	return verdict_exit(v, &why);
}
