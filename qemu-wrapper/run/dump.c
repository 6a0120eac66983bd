// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. The text that "xenstore-ls -f" prints (Xen, tools/xs-clients/
 * xenstore_client.c, do_ls() and sanitise_value()), read back.
 */
#include "dump.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char domains[] = "/local/domain/";

static const struct dump_node *dump_find(const struct dump *d,
					 const char *path)
{
	size_t i;

	for (i = 0; i < d->nodes; i++)
		if (strcmp(d->node[i].path, path) == 0)
			return &d->node[i];
	return NULL;
}

static void dump_path(const struct dump *d, const char *path,
		      char *buf, size_t cap)
{
	if (path[0] == '/')
		(void)snprintf(buf, cap, "%s", path);
	else
		(void)snprintf(buf, cap, "%s/%s", d->self, path);
}

static ssize_t dump_read(const struct store *s, const char *path,
			 char *buf, size_t cap)
{
	const struct dump *d = s->priv;
	const struct dump_node *n;
	char full[256];

	dump_path(d, path, full, sizeof(full));
	n = dump_find(d, full);
	if (n == NULL)
		return -ENOENT;
	if (n->len > cap)
		return -EFBIG;
	memcpy(buf, n->value, n->len);
	return (ssize_t)n->len;
}

static int dump_list(const struct store *s, const char *path,
		     store_visit *visit, void *arg)
{
	const struct dump *d = s->priv;
	char full[256], name[64], last[64] = "";
	bool found = false;
	size_t i, len;
	int rc;

	dump_path(d, path, full, sizeof(full));
	len = strlen(full);
	for (i = 0; i < d->nodes; i++) {
		const char *p = d->node[i].path;

		if (strncmp(p, full, len) != 0)
			continue;
		found = found || p[len] == '\0' || p[len] == '/';
		if (p[len] != '/')
			continue;
		(void)snprintf(name, sizeof(name), "%.*s",
			       (int)strcspn(p + len + 1, "/"), p + len + 1);
		if (strcmp(name, last) == 0)
			continue;
		memcpy(last, name, sizeof(last));
		rc = visit(arg, name);
		if (rc != 0)
			return rc;
	}
	return found ? 0 : -ENOENT;
}

static int digit(char c, unsigned int base)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c != '\0' ? strchr(digits, c) : NULL;

	return p != NULL && p - digits < (int)base ? (int)(p - digits) : -1;
}

/* Decode n digits at s. Returns the byte, or -1. */
static int number(const char *s, int n, unsigned int base)
{
	int value = 0, i;

	for (i = 0; i < n; i++) {
		int v = digit(s[i], base);

		if (v < 0)
			return -1;
		value = value * (int)base + v;
	}
	return value <= 0xff ? value : -1;
}

/* Decode one escape at s, after its backslash; its length goes to *used. */
static int escape(const char *s, size_t *used)
{
	*used = 1;
	switch (*s) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case '\\':
	case '"':
		return *s;
	case 'x':
		*used = 3;
		return number(s + 1, 2, 16);
	}
	*used = 3;
	return number(s, 3, 8);
}

/* Decode in place, up to end. Returns the length, or -1. */
static long unescape(char *s, char *end)
{
	char *in = s, *out = s;
	size_t used;
	int c;

	*end = '\0';		/* stops an escape that is cut short */
	while (in < end) {
		if (*in != '\\') {
			*out++ = *in++;
			continue;
		}
		c = escape(in + 1, &used);
		if (c < 0)
			return -1;
		*out++ = (char)c;
		in += 1 + used;
	}
	return out - s;
}

static bool dump_line(struct dump *d, char *line)
{
	static const char open[] = " = \"";
	char *value = strstr(line, open), *end;
	struct dump_node *n = &d->node[d->nodes];
	long len;

	if (line[0] == '\0' || line[0] == '#')
		return true;
	if (line[0] != '/' || value == NULL || d->nodes == DUMP_MAX_NODES)
		return false;
	*value = '\0';
	value += sizeof(open) - 1;
	end = strrchr(value, '"');
	if (end == NULL)
		return false;
	len = unescape(value, end);
	if (len < 0)
		return false;
	n->path = line;
	n->value = value;
	n->len = (size_t)len;
	d->nodes++;
	return true;
}

/* Find the domain that has a target; it owns the relative paths. */
static enum verdict dump_self(struct dump *d, struct why *why)
{
	size_t i;

	d->self[0] = '\0';
	for (i = 0; i < d->nodes; i++) {
		const char *p = d->node[i].path, *rest;

		if (strncmp(p, domains, sizeof(domains) - 1) != 0)
			continue;
		rest = strchr(p + sizeof(domains) - 1, '/');
		if (rest == NULL || strcmp(rest, "/target") != 0)
			continue;
		if (d->self[0] != '\0')
			return why_user(why, "dump: %s and %.*s both have a "
					"target", d->self, (int)(rest - p), p);
		(void)snprintf(d->self, sizeof(d->self), "%.*s",
			       (int)(rest - p), p);
	}
	return VERDICT_OK;
}

enum verdict dump_parse(struct dump *d, struct why *why)
{
	char *line = d->text, *end;
	unsigned int no = 1;

	if (d->len >= sizeof(d->text))
		return why_user(why, "dump: too long");
	d->text[d->len] = '\0';
	if (strlen(d->text) != d->len)
		return why_user(why, "dump: has a NUL byte inside");
	for (; *line != '\0'; line = end, no++) {
		end = line + strcspn(line, "\n");
		if (*end != '\0')
			*end++ = '\0';
		if (!dump_line(d, line))
			return why_user(why, "dump: line %u: not of the form "
					"path = \"value\"", no);
	}
	d->store.read = dump_read;
	d->store.list = dump_list;
	d->store.priv = d;
	return dump_self(d, why);
}
