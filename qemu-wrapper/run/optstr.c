// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PURE. Comma lists as QEMU's get_opt_name_value() and keyval_parse_one()
 * read them (util/qemu-option.c, util/keyval.c): a key ends at "=" or ",",
 * a value at a comma that is not doubled.
 */
#include "optstr.h"

#include <string.h>

static const char *value_end(const char *p)
{
	for (; *p != '\0'; p++) {
		if (*p != ',')
			continue;
		if (p[1] != ',')
			break;
		p++;
	}
	return p;
}

bool optstr_next(const char *list, const char **pos, struct optstr *o)
{
	const char *p = *pos;
	size_t key = strcspn(p, "=,");

	if (*p == '\0')
		return false;
	o->start = p;
	o->keylen = key;
	o->value = NULL;
	o->has_key = true;
	if (p[key] == '=') {
		o->value = p + key + 1;
		p = value_end(o->value);
	} else if (p == list) {
		o->value = p;
		o->has_key = false;
		p = value_end(p);
	} else {
		p += key;
	}
	o->len = (size_t)(p - o->start);
	*pos = *p == ',' ? p + 1 : p;
	return true;
}

bool optstr_key_is(const struct optstr *o, const char *key)
{
	return o->has_key && strlen(key) == o->keylen &&
	       memcmp(o->start, key, o->keylen) == 0;
}

bool optstr_value(const struct optstr *o, char *buf, size_t cap)
{
	const char *end = o->start + o->len;
	const char *p = o->value != NULL ? o->value : end;
	size_t n = 0;

	for (; p < end; p++) {
		if (n + 1 >= cap) {
			buf[0] = '\0';
			return false;
		}
		buf[n++] = *p;
		if (*p == ',')
			p++;
	}
	buf[n] = '\0';
	return true;
}

bool optstr_find(const char *list, const char *key, char *buf, size_t cap)
{
	const char *pos = list;
	struct optstr o;
	bool found = false;

	buf[0] = '\0';
	while (optstr_next(list, &pos, &o))
		if (optstr_key_is(&o, key) && o.value != NULL)
			found = optstr_value(&o, buf, cap);
	return found;
}

bool optstr_implied(const char *list, char *buf, size_t cap)
{
	const char *pos = list;
	struct optstr o;

	buf[0] = '\0';
	return optstr_next(list, &pos, &o) && !o.has_key &&
	       optstr_value(&o, buf, cap);
}
