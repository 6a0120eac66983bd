// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/line.c */
/* Lines come out whole, however the stream is cut, none longer than allowed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/line.h"

#define CAP 8

/* Feed in pieces of step bytes; lines found are joined with '|', long: '!'. */
static void run(const char *in, size_t step, char *found)
{
	char buf[CAP], *space;
	size_t room, n, len, left = strlen(in);
	enum line_status st;
	struct line l;

	line_init(&l, buf, CAP);
	*found = '\0';
	while (left) {
		space = line_space(&l, &room);
		n = step < left ? step : left;
		n = n < room ? n : room;
		assert_true(n > 0);
		memcpy(space, in, n);
		line_added(&l, n);
		in += n;
		left -= n;
		while ((st = line_first(&l, &len)) != LINE_NONE) {
			if (st == LINE_LONG) {
				strcat(found, "!|");
				line_skip(&l);
				continue;
			}
			strncat(found, buf, len - 1);
			strcat(found, "|");
			line_drop(&l, len);
		}
	}
}

static const struct {
	const char *name, *in, *want;
} row[] = {
	{ "nothing", "", "" },
	{ "no newline", "abc", "" },
	{ "one", "abc\n", "abc|" },
	{ "empty lines", "\n\na\n", "||a|" },
	{ "just fits", "1234567\nb\n", "1234567|b|" },
	{ "one more", "12345678\nb\n", "!|b|" },
	{ "much more", "123456789012345678901234567890\nb\nc\n", "!|b|c|" },
	{ "long twice", "12345678\n12345678\n", "!|!|" },
	{ "long, then just fits", "123456789\n1234567\n", "!|1234567|" },
};

static void rows(void **state)
{
	char found[64];
	size_t i, step;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		for (step = 1; step <= 40; step++) {
			run(row[i].in, step, found);
			if (strcmp(found, row[i].want))
				fail_msg("%s, %zu a time: %s", row[i].name,
					 step, found);
		}
	}
}

static void reset_forgets(void **state)
{
	char buf[CAP];
	size_t room, len;
	struct line l;

	(void)state;
	line_init(&l, buf, CAP);
	memcpy(line_space(&l, &room), "12345678", CAP);
	line_added(&l, CAP);
	assert_int_equal(line_first(&l, &len), LINE_LONG);
	line_skip(&l);
	line_reset(&l);
	memcpy(line_space(&l, &room), "ab\n", 3);
	line_added(&l, 3);
	assert_int_equal(line_first(&l, &len), LINE_OK);
	assert_int_equal(len, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows), cmocka_unit_test(reset_forgets)
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_line", tests, NULL, NULL);
}
