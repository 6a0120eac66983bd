// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json-c with bounds. The texts are an attacker's: what a value costs in memory
 * is counted before json-c builds it, as "[[],[],..." takes some 400 bytes for
 * three, and json-c does not check each of its allocations while it writes.
 */
#include "json.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <json-c/json.h>

/*
 * query-pci nests deepest of what libxl asks: 7 levels, 3 more for each bridge
 * behind a bridge.
 */
#define DEPTH_MAX 32
/*
 * An empty object costs about 900 bytes (json_object.c: a table of 16 entries),
 * another value about 100: 11 MiB in all, within RLIMIT_AS (main.c). The
 * largest of QEMU's replies, query-qmp-schema, has 5,523 and 10,443.
 */
#define NESTS_MAX 8192
#define VALUES_MAX 32768

struct cost {
	size_t nests;
	size_t values;
	bool plain;	/* brackets even, nothing odd between strings */
};

/*
 * All that JSON has outside strings. json-c, though told to be strict, takes
 * 'keys' in single quotes, which would hide from us what is in them.
 */
static const char alphabet[] = "{}[]:,+-.0123456789Etruefalsn \t\r\n";

/* The position after the string that starts at *p, or end. */
static const char *string_end(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		if (*p == '"')
			return p + 1;
		if (*p == '\\' && ++p == end)
			break;
	}
	return end;
}

static struct cost cost_of(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	struct cost c = { .values = 1, .plain = true };
	size_t ends = 0;

	while (p < end) {
		if (*p == '"') {
			p = string_end(p, end);
			continue;
		}
		if (*p == '{' || *p == '[')
			c.nests++;
		if (*p == '}' || *p == ']')
			ends++;
		if (*p == ',')
			c.values++;
		if (!*p || !strchr(alphabet, *p))
			c.plain = false;
		p++;
	}
	if (ends != c.nests)
		c.plain = false;
	return c;
}

static const char *refuse_early(const char *text, size_t len)
{
	struct cost c;

	if (len == 0 || len > INT_MAX)
		return "no text";
	/* json-c takes a NUL for the end of the text, in a string as well. */
	if (memchr(text, '\0', len))
		return "a NUL byte";
	c = cost_of(text, len);
	if (c.nests > NESTS_MAX || c.values > VALUES_MAX)
		return "too many values";
	return c.plain ? NULL : "not JSON";
}

struct json_object *json_read(const char *text, size_t len, const char **why)
{
	struct json_object *value;
	struct json_tokener *tok;

	*why = refuse_early(text, len);
	if (*why)
		return NULL;
	tok = json_tokener_new_ex(DEPTH_MAX);
	if (!tok) {
		*why = "out of memory";
		return NULL;
	}
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT |
			       JSON_TOKENER_VALIDATE_UTF8);
	value = json_tokener_parse_ex(tok, text, (int)len);
	if (json_tokener_get_error(tok) != json_tokener_success ||
	    json_tokener_get_parse_end(tok) != len) {
		json_object_put(value);
		value = NULL;
	}
	if (!value)
		*why = "not JSON";
	json_tokener_free(tok);
	return value;
}

size_t json_write(struct json_object *value, char *out, size_t cap)
{
	const char *text;
	size_t len;

	text = json_object_to_json_string_length(value, JSON_C_TO_STRING_PLAIN |
						 JSON_C_TO_STRING_NOSLASHESCAPE,
						 &len);
	/* Out of memory shows as a text cut short. */
	if (!text || len > cap || !cost_of(text, len).plain)
		return 0;
	memcpy(out, text, len);
	return len;
}

void json_warm_up(void)
{
	static const char text[] = "{\"key\":0}";
	const char *why;

	json_object_put(json_read(text, sizeof(text) - 1, &why));
}
