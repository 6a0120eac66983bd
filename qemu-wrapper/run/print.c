// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan as text: for dm-run -n, a reviewer, and the golden tests. */
#include "print.h"
#include "wiring.h"

void print_quoted(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			fprintf(f, "\\%c", c);
		else if (c < ' ' || c > '~')
			fprintf(f, "\\x%02x", c);
		else
			fputc(c, f);
	}
	fputc('"', f);
}

static void print_notes(FILE *f, const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->notes; i++) {
		const struct plan_note *n = &p->note[i];

		fprintf(f, "%s ", n->done);
		print_quoted(f, n->arg);
		if (n->value != NULL) {
			fputc(' ', f);
			print_quoted(f, n->value);
		}
		fprintf(f, ": %s\n", n->why);
	}
	if (p->notes_lost > 0)
		fprintf(f, "and %zu more arguments changed\n", p->notes_lost);
}

static void print_devices(FILE *f, const struct plan *p)
{
	size_t i;

	for (i = 0; i < p->disks; i++) {
		fprintf(f, "wait for disk %s: vbd %u, backend ",
			p->disk[i].name, p->disk[i].vbd->devid);
		print_quoted(f, p->disk[i].vbd->backend);
		fputc('\n', f);
	}
	for (i = 0; i < p->nics; i++)
		fprintf(f, "wait for nic %u, bridge %s: its netfront and "
			"tap %s\n", p->nic[i].devid, p->nic[i].bridge,
			p->nic[i].tap);
}

static void print_fds(FILE *f, const struct plan *p)
{
	size_t i;

	fprintf(f, "fd %d: listening socket, monitor libxl\n",
		DM_FD_MON_LIBXL);
	fprintf(f, "fd %d: listening socket, monitor ctl\n", DM_FD_MON_CTL);
	fprintf(f, "fd %d: device state on save\n", DM_FD_STATE);
	if (p->restore_fd != 0)
		fprintf(f, "fd %d: pipe from %s\n", p->restore_fd,
			PLAN_HVC_RESTORE);
	if (p->ramdisk_fd != 0)
		fprintf(f, "fd %d: copy of disk %s\n", p->ramdisk_fd,
			p->ramdisk);
	for (i = 0; i < p->nics; i++)
		fprintf(f, "fd %d: tap %s\n", p->nic[i].fd, p->nic[i].tap);
}

void print_plan(FILE *f, const struct plan *p)
{
	size_t i;

	fprintf(f, "target %u\n", p->target);
	print_notes(f, p);
	print_devices(f, p);
	print_fds(f, p);
	fprintf(f, "exec %s\n", PLAN_QEMU);
	for (i = 0; i < p->argv.n; i++) {
		fprintf(f, "arg %zu: ", i);
		print_quoted(f, p->argv.arg[i]);
		fputc('\n', f);
	}
}
