// SPDX-License-Identifier: GPL-2.0-or-later
/* Hostile bytes come out printable, bounded, and in lines. */
/* links: consoles/log/clean.c */
#include "consoles/log/clean.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* text + length: the input may hold a NUL */
#define IN(s)	(s), sizeof(s) - 1

static const struct {
	const char *name;
	const char *in;
	size_t len;
	enum clean_out out;
	size_t used;
	const char *text;
} feed_row[] = {
	{ "a line", IN("abc\n"), CLEAN_LINE, 4, "abc" },
	{ "an empty line", IN("\n"), CLEAN_LINE, 1, "" },
	{ "the rest is left", IN("a\nb\n"), CLEAN_LINE, 2, "a" },
	{ "no line yet", IN("abc"), CLEAN_MORE, 3, "abc" },
	{ "nothing", IN(""), CLEAN_MORE, 0, "" },
	{ "escape and bell", IN("\x1b[31m\a\n"), CLEAN_LINE, 7,
	  "\\x1b[31m\\x07" },
	{ "NUL", IN("a\0b\n"), CLEAN_LINE, 4, "a\\x00b" },
	{ "return and tab", IN("a\r\tb\n"), CLEAN_LINE, 5,
	  "a\\x0d\\x09b" },
	{ "first and last printable", IN(" ~\n"), CLEAN_LINE, 3, " ~" },
	{ "beyond both", IN("\x1f\x7f\n"), CLEAN_LINE, 3, "\\x1f\\x7f" },
	{ "eight bits", IN("\x80\xff\n"), CLEAN_LINE, 3, "\\x80\\xff" },
};

static void test_feed(void **state)
{
	size_t i, used;

	(void)state;
	for (i = 0; i < sizeof(feed_row) / sizeof(feed_row[0]); i++) {
		struct clean c = { .len = 0 };

		print_message("# %s\n", feed_row[i].name);
		assert_int_equal(clean_feed(&c, feed_row[i].in,
					    feed_row[i].len, &used),
				 feed_row[i].out);
		assert_int_equal(used, feed_row[i].used);
		assert_int_equal(c.len, strlen(feed_row[i].text));
		assert_memory_equal(c.text, feed_row[i].text, c.len);
	}
}

/* A line in two pieces is one line; the next one begins afresh. */
static void test_pieces(void **state)
{
	struct clean c = { .len = 0 };
	size_t used;

	(void)state;
	assert_int_equal(clean_feed(&c, "ab", 2, &used), CLEAN_MORE);
	assert_int_equal(clean_feed(&c, "c\n", 2, &used), CLEAN_LINE);
	assert_int_equal(c.len, 3);
	assert_memory_equal(c.text, "abc", 3);
	assert_int_equal(clean_feed(&c, "d\n", 2, &used), CLEAN_LINE);
	assert_int_equal(c.len, 1);
	assert_memory_equal(c.text, "d", 1);
}

/* Feed n times byte, then a newline; returns how many outputs it made. */
static int long_line(struct clean *c, char byte, size_t n, size_t total[1])
{
	char in[4 * CLEAN_MAX];
	size_t used, at = 0;
	enum clean_out out;
	int outputs = 0;

	assert_true(n < sizeof(in));
	memset(in, byte, n);
	in[n] = '\n';
	total[0] = 0;
	do {
		out = clean_feed(c, in + at, n + 1 - at, &used);
		assert_int_not_equal(out, CLEAN_MORE);
		assert_true(c->len <= CLEAN_MAX);
		at += used;
		total[0] += c->len;
		outputs++;
	} while (out == CLEAN_PART);
	assert_int_equal(at, n + 1);
	return outputs;
}

/* A part ends where an escaped byte would no longer fit. */
static void test_long(void **state)
{
	static const struct { char byte; size_t n, size; int outputs; } row[] = {
		{ 'a', CLEAN_MAX - 4, 1, 1 },
		{ 'a', CLEAN_MAX - 3, 1, 1 },
		{ 'a', CLEAN_MAX - 2, 1, 2 },
		{ 'a', 2 * (CLEAN_MAX - 3), 1, 2 },
		{ 'a', 2 * (CLEAN_MAX - 3) + 1, 1, 3 },
		{ '\0', CLEAN_MAX / 4, 4, 1 },
		{ '\0', CLEAN_MAX / 4 + 1, 4, 2 },
	};
	struct clean c = { .len = 0 };
	size_t i, total;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		assert_int_equal(long_line(&c, row[i].byte, row[i].n, &total),
				 row[i].outputs);
		assert_int_equal(total, row[i].n * row[i].size);
	}
}

static void test_flush(void **state)
{
	struct clean c = { .len = 0 };
	size_t used;

	(void)state;
	assert_int_equal(clean_flush(&c), 0);
	clean_feed(&c, "ab", 2, &used);
	assert_int_equal(clean_flush(&c), 2);
	assert_int_equal(clean_flush(&c), 0);
	clean_feed(&c, "ab\n", 3, &used);
	assert_int_equal(clean_flush(&c), 0);
}

static void test_level(void **state)
{
	static const struct { const char *text; enum clean_level want; } row[] = {
		{ "E: x", CLEAN_LEVEL }, { "W: x", CLEAN_LEVEL },
		{ "I: x", CLEAN_LEVEL }, { "D: x", CLEAN_PLAIN },
		{ "E:x", CLEAN_PLAIN }, { "E", CLEAN_PLAIN },
		{ "E: ", CLEAN_LEVEL }, { "", CLEAN_PLAIN },
		{ "qemu: x", CLEAN_PLAIN }, { " E: x", CLEAN_PLAIN },
		{ "I: phase exec", CLEAN_EXEC },
		{ "I: phase exec: 38 arguments", CLEAN_EXEC },
		{ "I: phase exe", CLEAN_LEVEL },
		{ "E: phase exec", CLEAN_LEVEL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		assert_int_equal(clean_level(row[i].text,
					     strlen(row[i].text)),
				 row[i].want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_feed),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_flush),
		cmocka_unit_test(test_level),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
