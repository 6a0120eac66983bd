// SPDX-License-Identifier: GPL-2.0-or-later
/* links: init/lib/state.c */
/* Records of saved states: cut anywhere, any bit wrong, several of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "state.h"

#define LARGEST 40000

static uint8_t stream[LARGEST], got[LARGEST];
static size_t len, got_len;
static struct state_reader reader;

static int setup(void **state)
{
	(void)state;
	len = 0;
	return 0;
}

static void add(const void *data, size_t n)
{
	memcpy(stream + len, data, n);
	len += n;
}

static void add_zeros(size_t n)
{
	memset(stream + len, 0, n);
	len += n;
}

/* A record whose data are n times the letter c. */
static void add_record(uint32_t number, char c, uint32_t n)
{
	uint8_t head[STATE_HEAD], data[4096];
	struct state_head h = { .number = number, .len = n };

	memset(data, c, n);
	h.crc = state_crc(0, data, n);
	state_head_put(head, &h);
	add(head, sizeof(head));
	add(data, n);
}

/* The first n bytes of the stream, at most step at a time. */
static enum state_why read_some(size_t n, size_t step)
{
	size_t off = 0, part, used;
	enum state_event ev = STATE_NOTHING;

	state_reader_init(&reader);
	got_len = 0;
	while (off < n && ev != STATE_BAD) {
		part = n - off < step ? n - off : step;
		used = state_read(&reader, stream + off, part, &ev);
		assert_true(used <= part);
		if (ev == STATE_BEGIN) {
			got_len = 0;
			if (reader.in == STATE_IN_PLAIN) {
				memcpy(got, STATE_PLAIN, STATE_PLAIN_LEN);
				got_len = STATE_PLAIN_LEN;
			}
		}
		if (ev == STATE_DATA) {
			memcpy(got + got_len, stream + off, used);
			got_len += used;
		}
		off += used;
	}
	return state_end(&reader);
}

static void assert_got(char c, size_t n)
{
	size_t i;

	assert_int_equal(got_len, n);
	for (i = 0; i < n; i++)
		assert_int_equal(got[i], c);
}

static const size_t step[] = { 1, 2, 31, 32, 33, 1000, LARGEST };

static void checksum(void **state)
{
	(void)state;	/* the check value of CRC-32/ISO-HDLC */
	assert_int_equal(state_crc(0, "123456789", 9), 0xcbf43926);
	assert_int_equal(state_crc(state_crc(0, "1234", 4), "56789", 5),
			 0xcbf43926);
}

/* The bytes as documented: other versions of us read them. */
static void header_bytes(void **state)
{
	static const uint8_t want[STATE_HEAD] = {
		0x89, 'L', 'S', 'D', 13, 10, 26, 10, 1, 0, 0, 0, 2, 0, 0, 0,
		0, 0, 1, 0, 0, 0, 0, 0, 0x78, 0x56, 0x34, 0x12,
		0xf1, 0x2d, 0x44, 0x20	/* as zlib's crc32() has it */
	};
	const struct state_head h = { 2, 65536, 0x12345678 };
	uint8_t buf[STATE_HEAD];

	(void)state;
	state_head_put(buf, &h);
	assert_memory_equal(buf, want, sizeof(want));
}

static void newest_wins(void **state)
{
	size_t records, i;

	(void)state;
	for (records = 1; records <= 3; records++)
		for (i = 0; i < sizeof(step) / sizeof(step[0]); i++) {
			len = 0;
			add_zeros(3 * STATE_PAD);
			add_record(1, 'a', 3000);
			add_zeros(STATE_PAD);
			if (records > 1) {
				add_record(2, 'b', 1);
				add_zeros(1);
			}
			if (records > 2)
				add_record(3, 'c', 4000);
			assert_int_equal(read_some(len, step[i]), STATE_GOOD);
			assert_int_equal(reader.records, records);
			assert_got((char)('a' + records - 1),
				   records == 1 ? 3000 :
				   records == 2 ? 1 : 4000);
		}
}

/* Two records, the end anywhere: the older is never taken for the newest. */
static void cut_anywhere(void **state)
{
	size_t first, second, n;
	enum state_why why;
	char text[200];

	(void)state;
	add_zeros(10);
	add_record(1, 'a', 100);
	first = len;
	add_zeros(50);
	second = len;
	add_record(2, 'b', 200);
	for (n = 0; n <= len; n++) {
		why = read_some(n, 7);
		if (n <= 10)
			assert_int_equal(why, STATE_EMPTY);
		else if (n < 10 + STATE_HEAD)
			assert_int_equal(why, STATE_CUT_HEAD);
		else if (n < first)
			assert_int_equal(why, STATE_CUT_DATA);
		else if (n <= second)
			assert_int_equal(why, STATE_GOOD);
		else if (n < second + STATE_HEAD)
			assert_int_equal(why, STATE_CUT_HEAD);
		else if (n < len)
			assert_int_equal(why, STATE_CUT_DATA);
		else
			assert_int_equal(why, STATE_GOOD);
		state_explain(&reader, why, text, sizeof(text));
		assert_true(strlen(text) > 5);
	}
	assert_got('b', 200);
}

/* One bit wrong, anywhere in a record: never accepted as it is. */
static void bit_flips(void **state)
{
	char text[200];
	size_t bit;

	(void)state;
	add_record(1, 'a', 300);
	add_zeros(STATE_PAD);
	for (bit = 0; bit < 8 * (STATE_HEAD + 300); bit++) {
		enum state_why why;

		stream[bit / 8] ^= (uint8_t)(1 << bit % 8);
		why = read_some(len, 64);
		assert_int_not_equal(why, STATE_GOOD);
		state_explain(&reader, why, text, sizeof(text));
		assert_non_null(strstr(text, "expected "));
		assert_non_null(strstr(text, "got "));
		stream[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	assert_int_equal(read_some(len, 64), STATE_GOOD);
}

/* A record that was given up is followed by a good one, or is the last. */
static void given_up(void **state)
{
	(void)state;
	add_record(1, 'a', 300);
	add_record(2, 'b', 300);
	memset(stream + len - 200, 0, 200);
	assert_int_equal(read_some(len, 64), STATE_BAD_CRC);
	add_record(3, 'c', 300);
	assert_int_equal(read_some(len, 64), STATE_GOOD);
	assert_got('c', 300);
}

/* The same, but less than its header was written. */
static void given_up_early(void **state)
{
	size_t n;

	(void)state;
	for (n = 1; n <= STATE_HEAD; n++) {
		len = 0;
		add_record(1, 'a', 300);
		add_record(2, 'b', 300);
		len -= STATE_HEAD + 300 - n;
		add_zeros(STATE_HEAD + 300 - n);
		assert_int_not_equal(read_some(len, 64), STATE_GOOD);
		add_record(3, 'c', 300);
		assert_int_equal(read_some(len, 64), STATE_GOOD);
		assert_got('c', 300);
		assert_int_equal(reader.records, 3);
	}
}

/* What follows half a header is a header, or nothing is taken. */
static void given_up_early_then_foreign(void **state)
{
	size_t n;

	(void)state;
	for (n = 1; n < STATE_HEAD; n++) {
		len = 0;
		add_record(1, 'a', 300);
		len = n;
		add_zeros(STATE_HEAD);
		add("x", 1);
		add_record(2, 'b', 300);
		assert_int_equal(read_some(len, 64), STATE_FOREIGN);
		assert_int_equal(reader.start, n + STATE_HEAD);
	}
}

static void plain(void **state)
{
	size_t i;

	(void)state;
	add("QEVMQQQQ", 8);
	add_zeros(5000);
	for (i = 0; i < sizeof(step) / sizeof(step[0]); i++) {
		assert_int_equal(read_some(len, step[i]), STATE_GOOD);
		assert_int_equal(reader.in, STATE_IN_PLAIN);
		assert_int_equal(got_len, len);
		assert_memory_equal(got, stream, len);
	}
	assert_int_equal(read_some(3, 1), STATE_CUT_HEAD);
	assert_int_equal(read_some(4, 1), STATE_GOOD);
}

static void put_head(uint32_t version, uint64_t n)
{
	uint8_t h[STATE_HEAD];
	const struct state_head head = { 1, 5, 0 };
	uint32_t sum;
	size_t i;

	state_head_put(h, &head);
	h[8] = (uint8_t)version;
	for (i = 0; i < 8; i++)
		h[16 + i] = (uint8_t)(n >> 8 * i);
	sum = state_crc(0, h, 28);
	for (i = 0; i < 4; i++)
		h[28 + i] = (uint8_t)(sum >> 8 * i);
	add(h, sizeof(h));
}

static const struct {
	const char *name, *bytes;
	size_t len;
	uint32_t version;
	uint64_t size;
	enum state_why why;
	const char *text;
} row[] = {
	{ .name = "nothing", .why = STATE_EMPTY,
	  .text = "expected a saved state, got 0 zero bytes" },
	{ .name = "text", .bytes = "hello", .len = 5, .why = STATE_FOREIGN,
	  .text = "at byte 0: expected a saved state, got 68" },
	{ .name = "nearly plain", .bytes = "QEVX", .len = 4,
	  .why = STATE_FOREIGN,
	  .text = "at byte 0: expected a saved state, got 51455658" },
	{ .name = "line ends changed", .bytes = "\x89LSD\n", .len = 5,
	  .why = STATE_FOREIGN,
	  .text = "at byte 0: expected a saved state, got 894c53440a" },
	{ .name = "a later format", .version = 2, .size = 5,
	  .why = STATE_BAD_VERSION,
	  .text = "record 1 at byte 0: expected format version 1, got 2" },
	{ .name = "no data", .version = 1, .size = 0, .why = STATE_BAD_LEN,
	  .text = "record 1 at byte 0: expected 1 to 16777216 bytes, got 0" },
	{ .name = "longest", .version = 1, .size = STATE_MAX,
	  .why = STATE_CUT_DATA,
	  .text = "record 1 at byte 0: expected 16777216 bytes, got 0" },
	{ .name = "too long", .version = 1, .size = STATE_MAX + 1,
	  .why = STATE_BAD_LEN,
	  .text = "record 1 at byte 0: expected 1 to 16777216 bytes, "
		  "got 16777217" },
	{ .name = "far too long", .version = 1, .size = UINT64_MAX,
	  .why = STATE_BAD_LEN,
	  .text = "record 1 at byte 0: expected 1 to 16777216 bytes, "
		  "got 18446744073709551615" },
};

static void refused(void **state)
{
	enum state_why why;
	char text[200];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		len = 0;
		if (row[i].version != 0)
			put_head(row[i].version, row[i].size);
		else if (row[i].bytes != NULL)
			add(row[i].bytes, row[i].len);
		why = read_some(len, 3);
		state_explain(&reader, why, text, sizeof(text));
		if (why != row[i].why || strcmp(text, row[i].text) != 0)
			print_error("%s: %d: %s\n", row[i].name, why, text);
		assert_int_equal(why, row[i].why);
		assert_string_equal(text, row[i].text);
	}
}

/* After a good record: other bytes, and a plain stream, are no state. */
static void foreign_later(void **state)
{
	(void)state;
	add_record(1, 'a', 10);
	add_zeros(3);
	add("QEVM", 4);
	assert_int_equal(read_some(len, 64), STATE_FOREIGN);
	assert_int_equal(reader.start, STATE_HEAD + 10 + 3);
}

/* The line is cut, never overrun. */
static void short_line(void **state)
{
	char text[200];
	size_t cap;

	(void)state;
	add_record(1, 'a', 10);
	for (cap = 1; cap < sizeof(text); cap++) {
		enum state_why why = read_some(STATE_HEAD + 3, 64);

		memset(text, 'x', sizeof(text));
		state_explain(&reader, why, text, cap);
		assert_true(strlen(text) < cap);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(checksum), TEST(header_bytes), TEST(newest_wins),
		TEST(cut_anywhere), TEST(bit_flips), TEST(given_up),
		TEST(given_up_early), TEST(given_up_early_then_foreign),
		TEST(plain), TEST(refused), TEST(foreign_later),
		TEST(short_line),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("state", tests, NULL, NULL);
}
