// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a QMP line is. Decides only: no descriptor, no state.
 * QMP: docs/interop/qmp-spec.rst of QEMU.
 */
#include "qmp.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "json.h"

static const struct {
	const char *key;
	enum qmp_kind kind;
} kinds[] = {
	{ "QMP", QMP_GREETING },
	{ "return", QMP_RETURN },
	{ "error", QMP_ERROR },
};

static bool has(const struct json_object *o, const char *key)
{
	return json_object_object_get_ex(o, key, NULL);
}

static enum qmp_kind kind_of(const struct json_object *o)
{
	enum qmp_kind kind = QMP_BAD;
	size_t i;

	if (has(o, "event"))
		return QMP_EVENT;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!has(o, kinds[i].key))
			continue;
		if (kind != QMP_BAD)
			return QMP_BAD;
		kind = kinds[i].kind;
	}
	return kind;
}

static size_t line_write(struct json_object *o, char *out, size_t cap)
{
	size_t len;

	if (cap < 2)
		return 0;
	len = json_write(o, out, cap - 2);
	if (len == 0)
		return 0;
	out[len++] = '\r';
	out[len++] = '\n';
	return len;
}

/* {"return":{"running":true,...}}: qapi/run-state.json, StatusInfo. */
static bool says_running(const struct json_object *o)
{
	struct json_object *status, *running;

	return json_object_object_get_ex(o, "return", &status) &&
	       json_object_object_get_ex(status, "running", &running) &&
	       json_object_is_type(running, json_type_boolean) &&
	       json_object_get_boolean(running);
}

static struct qmp_reply reply_judge(struct json_object *o, char *out,
				    size_t cap)
{
	struct qmp_reply r = { .kind = QMP_BAD };

	if (!json_object_is_type(o, json_type_object)) {
		r.why = "not an object";
		return r;
	}
	r.kind = kind_of(o);
	if (r.kind == QMP_BAD)
		r.why = "not exactly one of QMP, return, error";
	if (r.kind == QMP_BAD || r.kind == QMP_EVENT)
		return r;
	r.running = r.kind == QMP_RETURN && says_running(o);
	r.len = line_write(o, out, cap);
	if (r.len == 0) {
		r.kind = QMP_BAD;
		r.why = "too long";
	}
	return r;
}

/* The length without white space at the end, the newline included. */
static size_t trimmed(const char *text, size_t len)
{
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	return len;
}

struct qmp_reply qmp_reply(const char *text, size_t len, char *out, size_t cap)
{
	struct qmp_reply r = { .kind = QMP_BAD };
	struct json_object *o;

	o = json_read(text, trimmed(text, len), &r.why);
	if (!o)
		return r;
	r = reply_judge(o, out, cap);
	json_object_put(o);
	return r;
}

static void id_copy(const struct json_object *o, char id[QMP_ID_MAX])
{
	struct json_object *value;
	size_t len = 0;

	if (json_object_object_get_ex(o, "id", &value))
		len = json_write(value, id, QMP_ID_MAX - 1);
	id[len] = '\0';
}

static bool enables(const struct json_object *o)
{
	struct json_object *arguments, *value;

	return json_object_object_get_ex(o, "arguments", &arguments) &&
	       json_object_object_get_ex(arguments, "enable", &value) &&
	       json_object_get_boolean(value);
}

static enum qmp_order order_of(const struct json_object *o)
{
	struct json_object *execute;
	const char *name;

	if (!json_object_object_get_ex(o, "execute", &execute) ||
	    !json_object_is_type(execute, json_type_string))
		return QMP_PASS;
	name = json_object_get_string(execute);
	if (!strcmp(name, "xen-save-devices-state"))
		return QMP_SAVE;
	if (!strcmp(name, "xen-set-global-dirty-log") && enables(o))
		return QMP_SAVE_SOON;
	return QMP_PASS;
}

struct qmp_command qmp_command(const char *text, size_t len)
{
	struct qmp_command c = { .order = QMP_REFUSE };
	struct json_object *o;

	len = trimmed(text, len);
	if (len == 0) {
		c.order = QMP_BLANK;
		return c;
	}
	o = json_read(text, len, &c.why);
	if (!o)
		return c;
	if (json_object_is_type(o, json_type_object)) {
		c.order = order_of(o);
		id_copy(o, c.id);
	} else {
		c.why = "not an object";
	}
	json_object_put(o);
	return c;
}

size_t qmp_refusal(const char *id, const char *desc, char *out, size_t cap)
{
	int len;

	len = snprintf(out, cap, "{%s%s%s\"error\":{\"class\":\"GenericError\","
		       "\"desc\":\"stub domain: %s\"}}\r\n",
		       id[0] ? "\"id\":" : "", id, id[0] ? "," : "", desc);
	return len > 0 && (size_t)len < cap ? (size_t)len : 0;
}
