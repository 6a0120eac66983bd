// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c libs: -ljson-c */
/* What goes on to libxl of what QEMU says, and how commands are judged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/qmp.h"

#define GREETING "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, " \
	"\"minor\": 0, \"major\": 10}, \"package\": \"\"}, " \
	"\"capabilities\": [\"oob\"]}}"

static const struct {
	const char *name, *in;
	enum qmp_kind want;
	const char *out;	/* without "\r\n"; NULL: nothing goes on */
} reply[] = {
	{ "greeting", GREETING "\r\n", QMP_GREETING,
	  "{\"QMP\":{\"version\":{\"qemu\":{\"micro\":0,\"minor\":0,"
	  "\"major\":10},\"package\":\"\"},\"capabilities\":[\"oob\"]}}" },
	{ "return", "{\"return\": {}, \"id\": 2020372736}\r\n", QMP_RETURN,
	  "{\"return\":{},\"id\":2020372736}" },
	{ "return, newline only", "{\"return\":{}}\n", QMP_RETURN,
	  "{\"return\":{}}" },
	{ "error", "{\"id\": 1, \"error\": {\"class\": \"GenericError\", "
	  "\"desc\": \"x/y\"}}\r\n", QMP_ERROR,
	  "{\"id\":1,\"error\":{\"class\":\"GenericError\",\"desc\":\"x/y\"}}" },
	{ "null return", "{\"return\": null}\n", QMP_RETURN,
	  "{\"return\":null}" },
	{ "largest numbers", "{\"return\": [9223372036854775807, "
	  "-9223372036854775808, 18446744073709551615]}\n", QMP_RETURN,
	  "{\"return\":[9223372036854775807,-9223372036854775808,"
	  "18446744073709551615]}" },
	{ "fractions as written", "{\"return\": [0.10, 1.50e+3]}\n",
	  QMP_RETURN, "{\"return\":[0.10,1.50e+3]}" },
	{ "escapes", "{\"return\": \"\\u00e9\\r\\n\\\"\\u0000\\u001b\"}\n",
	  QMP_RETURN,
	  "{\"return\":\"\xc3\xa9\\r\\n\\\"\\u0000\\u001b\"}" },
	{ "delete is no control byte", "{\"return\": \"\x7f\"}\n", QMP_RETURN,
	  "{\"return\":\"\x7f\"}" },
	{ "event", "{\"event\": \"RESUME\", \"data\": {}}\n", QMP_EVENT, NULL },
	{ "event that is a reply", "{\"event\": 1, \"return\": {}}\n",
	  QMP_EVENT, NULL },
	{ "key disguised", "{\"\\u0065vent\": 1, \"return\": {}}\n",
	  QMP_EVENT, NULL },
	{ "event key within", "{\"return\": {\"event\": 1}}\n", QMP_RETURN,
	  "{\"return\":{\"event\":1}}" },
	{ "one key twice", "{\"return\": 1, \"return\": 2}\n", QMP_RETURN,
	  "{\"return\":2}" },
	{ "return and error", "{\"return\": {}, \"error\": {}}\n", QMP_BAD,
	  NULL },
	{ "greeting and return", "{\"QMP\": {}, \"return\": {}}\n", QMP_BAD,
	  NULL },
	{ "neither", "{\"id\": 1}\n", QMP_BAD, NULL },
	{ "empty object", "{}\n", QMP_BAD, NULL },
	{ "empty line", "\r\n", QMP_BAD, NULL },
	{ "array", "[{\"return\": 1}]\n", QMP_BAD, NULL },
	{ "null", "null\n", QMP_BAD, NULL },
	{ "string", "\"return\"\n", QMP_BAD, NULL },
	{ "open", "{\"return\": {}\n", QMP_BAD, NULL },
	{ "open string", "{\"return\": \"\n", QMP_BAD, NULL },
	{ "string ends in backslash", "{\"return\": \"\\\n", QMP_BAD, NULL },
	{ "two objects", "{\"return\": 1}{\"return\": 2}\n", QMP_BAD, NULL },
	{ "rubbish behind", "{\"return\": 1} x\n", QMP_BAD, NULL },
	{ "comment", "{\"return\": /* */ 1}\n", QMP_BAD, NULL },
	{ "single quotes", "{'return': 1}\n", QMP_BAD, NULL },
	{ "a quote that hides", "{'\"': [[1]], \"return\": 1}\n", QMP_BAD,
	  NULL },
	{ "not a number", "{\"return\": NaN}\n", QMP_BAD, NULL },
	{ "not a number, small", "{\"return\": nan}\n", QMP_BAD, NULL },
	{ "infinity", "{\"return\": -Infinity}\n", QMP_BAD, NULL },
	{ "capitals", "{\"return\": TRUE}\n", QMP_BAD, NULL },
	{ "vertical tab", "{\v\"return\": 1}\n", QMP_BAD, NULL },
	{ "trailing comma", "{\"return\": 1,}\n", QMP_BAD, NULL },
	{ "not UTF-8", "{\"return\": \"\xff\"}\n", QMP_BAD, NULL },
};

static void replies(void **state)
{
	char out[512], want[512];
	struct qmp_reply r;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(reply) / sizeof(reply[0]); i++) {
		memset(out, 0, sizeof(out));
		r = qmp_reply(reply[i].in, strlen(reply[i].in), out,
			      sizeof(out));
		want[0] = '\0';
		if (reply[i].out)
			snprintf(want, sizeof(want), "%s\r\n", reply[i].out);
		if (r.kind != reply[i].want || strcmp(out, want) ||
		    r.len != strlen(want) ||
		    (r.kind == QMP_BAD) != (r.why != NULL))
			fail_msg("%s: %d %s", reply[i].name, r.kind, out);
	}
}

static void reply_with_nul(void **state)
{
	static const char in[] = "{\"return\":1}\0{\"event\":1}\n";
	char out[64];

	(void)state;
	assert_int_equal(qmp_reply(in, sizeof(in) - 1, out, sizeof(out)).kind,
			 QMP_BAD);
}

static void reply_room(void **state)
{
	static const char in[] = "{\"return\":1}\n";	/* 12 + 2 bytes */
	char out[14];
	size_t cap;

	(void)state;
	for (cap = 0; cap < 14; cap++)
		assert_int_equal(qmp_reply(in, sizeof(in) - 1, out, cap).kind,
				 QMP_BAD);
	assert_int_equal(qmp_reply(in, sizeof(in) - 1, out, 14).kind,
			 QMP_RETURN);
}

/* {"return":[item,item...]} with n items. */
static char *many(const char *item, size_t n, size_t *len)
{
	char *text = malloc(n * (strlen(item) + 1) + 32);
	char *p = text;

	p += sprintf(p, "{\"return\":[");
	while (n--)
		p += sprintf(p, "%s%s", item, n ? "," : "");
	p += sprintf(p, "]}\n");
	*len = (size_t)(p - text);
	return text;
}

static const struct {
	const char *item;
	size_t n;
	enum qmp_kind want;
} bomb[] = {
	{ "{}", 8190, QMP_RETURN }, { "{}", 8191, QMP_BAD },
	{ "[]", 8190, QMP_RETURN }, { "[]", 8191, QMP_BAD },
	{ "0", 32768, QMP_RETURN }, { "0", 32769, QMP_BAD },
	{ "[]", 340000, QMP_BAD }, { "\",[{,[{\"", 10000, QMP_RETURN },
};

static void bombs(void **state)
{
	static char out[QMP_LINE_MAX];
	enum qmp_kind kind;
	size_t i, len;
	char *text;

	(void)state;
	for (i = 0; i < sizeof(bomb) / sizeof(bomb[0]); i++) {
		text = many(bomb[i].item, bomb[i].n, &len);
		kind = qmp_reply(text, len, out, sizeof(out)).kind;
		free(text);
		if (kind != bomb[i].want)
			fail_msg("%zu times %s", bomb[i].n, bomb[i].item);
	}
}

static enum qmp_kind nested(size_t depth)
{
	char text[512], out[512], *p = text;
	size_t i;

	p += sprintf(p, "{\"return\":");
	for (i = 1; i < depth; i++)
		*p++ = '[';
	for (i = 1; i < depth; i++)
		*p++ = ']';
	*p++ = '}';
	return qmp_reply(text, (size_t)(p - text), out, sizeof(out)).kind;
}

static void depth(void **state)
{
	(void)state;
	assert_int_equal(nested(31), QMP_RETURN);
	assert_int_equal(nested(33), QMP_BAD);
	assert_int_equal(nested(200), QMP_BAD);
}

static const struct {
	const char *name, *in;
	enum qmp_order want;
	const char *id;
} command[] = {
	{ "libxl's first", "{\"execute\":\"qmp_capabilities\","
	  "\"id\":2020372736}\r\n", QMP_PASS, "2020372736" },
	{ "no id", "{\"execute\":\"cont\"}\n", QMP_PASS, "" },
	{ "id of any type", "{\"execute\":\"cont\",\"id\":{\"a\":[1]}}\n",
	  QMP_PASS, "{\"a\":[1]}" },
	{ "id too long", "{\"id\":\"0123456789012345678901234567890123456789"
	  "012345678901234567890123456789\",\"execute\":\"cont\"}\n",
	  QMP_PASS, "" },
	{ "before a save", "{\"execute\":\"xen-set-global-dirty-log\","
	  "\"arguments\":{\"enable\":true},\"id\":3}\n",
	  QMP_SAVE_SOON, "3" },
	{ "after one", "{\"execute\":\"xen-set-global-dirty-log\","
	  "\"arguments\":{\"enable\":false}}\n", QMP_PASS, "" },
	{ "no argument", "{\"execute\":\"xen-set-global-dirty-log\"}\n",
	  QMP_PASS, "" },
	{ "no arguments", "{\"execute\":\"xen-set-global-dirty-log\","
	  "\"arguments\":[true]}\n", QMP_PASS, "" },
	{ "save", "{\"execute\":\"xen-save-devices-state\",\"id\":7,"
	  "\"arguments\":{\"live\":false,\"filename\":\"/dev/fdset/1\"}}\r\n",
	  QMP_SAVE, "7" },
	{ "save disguised", "{\"execute\":\"xen-\\u0073ave-devices-state\"}\n",
	  QMP_SAVE, "" },
	{ "save as an argument", "{\"execute\":\"x\",\"arguments\":"
	  "{\"execute\":\"xen-save-devices-state\"}}\n", QMP_PASS, "" },
	{ "save is no string", "{\"execute\":[\"xen-save-devices-state\"]}\n",
	  QMP_PASS, "" },
	{ "blank", " \t\r\n", QMP_BLANK, "" },
	{ "newline", "\n", QMP_BLANK, "" },
	{ "not JSON", "help\n", QMP_REFUSE, "" },
	{ "not an object", "[1]\n", QMP_REFUSE, "" },
	{ "two", "{\"id\":1}{\"id\":2}\n", QMP_REFUSE, "" },
};

static void commands(void **state)
{
	struct qmp_command c;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(command) / sizeof(command[0]); i++) {
		c = qmp_command(command[i].in, strlen(command[i].in));
		if (c.order != command[i].want ||
		    strcmp(c.id, command[i].id) ||
		    (c.order == QMP_REFUSE) != (c.why != NULL))
			fail_msg("%s: %d %s", command[i].name, c.order, c.id);
	}
}

static void refusals(void **state)
{
	static const char with[] = "{\"id\":7,\"error\":{\"class\":"
		"\"GenericError\",\"desc\":\"stub domain: no\"}}\r\n";
	char out[128];

	(void)state;
	assert_int_equal(qmp_refusal("7", "no", out, sizeof(out)),
			 sizeof(with) - 1);
	assert_string_equal(out, with);
	assert_int_equal(qmp_refusal("7", "no", out, sizeof(with)),
			 sizeof(with) - 1);
	assert_int_equal(qmp_refusal("7", "no", out, sizeof(with) - 1), 0);
	qmp_refusal("", "no", out, sizeof(out));
	assert_string_equal(out, "{\"error\":{\"class\":\"GenericError\","
			    "\"desc\":\"stub domain: no\"}}\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies), cmocka_unit_test(reply_with_nul),
		cmocka_unit_test(reply_room), cmocka_unit_test(bombs),
		cmocka_unit_test(depth), cmocka_unit_test(commands),
		cmocka_unit_test(refusals),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp", tests, NULL, NULL);
}
