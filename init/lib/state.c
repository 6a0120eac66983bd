// SPDX-License-Identifier: GPL-2.0-or-later
/* PURE. Writes and reads the records of saved device states. */
#include "state.h"

#include <stdio.h>
#include <string.h>

/* A high bit, both line ends, ^Z: a stream treated as text shows at once. */
static const uint8_t magic[8] = {
	0x89, 'L', 'S', 'D', '\r', '\n', 0x1a, '\n'
};

enum { AT_VERSION = 8, AT_NUMBER = 12, AT_LEN = 16, AT_CRC = 24, AT_SUM = 28 };

/* Half a byte at a time: small, and fast enough for a few megabytes. */
static const uint32_t crc_table[16] = {
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
	0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
	0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
	0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

uint32_t state_crc(uint32_t crc, const void *data, size_t n)
{
	const uint8_t *p = data;

	crc = ~crc;
	while (n-- > 0) {
		crc ^= *p++;
		crc = crc >> 4 ^ crc_table[crc & 15];
		crc = crc >> 4 ^ crc_table[crc & 15];
	}
	return ~crc;
}

static void put(uint8_t *p, size_t n, uint64_t value)
{
	while (n-- > 0) {
		*p++ = (uint8_t)value;
		value >>= 8;
	}
}

static uint64_t get(const uint8_t *p, size_t n)
{
	uint64_t value = 0;

	while (n-- > 0)
		value = value << 8 | p[n];
	return value;
}

void state_head_put(uint8_t buf[STATE_HEAD], const struct state_head *h)
{
	memcpy(buf, magic, sizeof(magic));
	put(buf + AT_VERSION, 4, STATE_VERSION);
	put(buf + AT_NUMBER, 4, h->number);
	put(buf + AT_LEN, 8, h->len);
	put(buf + AT_CRC, 4, h->crc);
	put(buf + AT_SUM, 4, state_crc(0, buf, AT_SUM));
}

void state_reader_init(struct state_reader *r)
{
	memset(r, 0, sizeof(*r));
	r->why = STATE_EMPTY;
}

static size_t bad(struct state_reader *r, enum state_why why,
		  enum state_event *ev)
{
	r->in = STATE_IN_ERROR;
	r->why = why;
	*ev = STATE_BAD;
	return 0;
}

/*
 * No header. One that goes on in zeros was cut off, and made up for (qmpd's
 * save.c): what follows may be whole, if it is a header.
 */
static size_t no_head(struct state_reader *r, enum state_why why,
		      enum state_event *ev)
{
	if (r->raw[r->have - 1] != 0)
		return bad(r, why, ev);
	r->in = STATE_IN_GAP;
	r->why = why;
	return 1;
}

static size_t read_gap(struct state_reader *r, const uint8_t *p, size_t n,
		       enum state_event *ev)
{
	size_t i = 0;

	while (i < n && p[i] == 0)
		i++;
	r->off += i;
	*ev = STATE_NOTHING;
	if (i == n)
		return n;
	r->in = STATE_IN_HEAD;
	r->start = r->off;
	r->have = 0;
	r->records++;
	return i;
}

static enum state_why head_check(struct state_reader *r)
{
	uint64_t len = get(r->raw + AT_LEN, 8);

	if (get(r->raw + AT_SUM, 4) != state_crc(0, r->raw, AT_SUM))
		return STATE_BAD_HEAD;
	r->version = (uint32_t)get(r->raw + AT_VERSION, 4);
	if (r->version != STATE_VERSION)
		return STATE_BAD_VERSION;
	r->head.number = (uint32_t)get(r->raw + AT_NUMBER, 4);
	r->head.len = len > STATE_MAX ? UINT32_MAX : (uint32_t)len;
	r->head.crc = (uint32_t)get(r->raw + AT_CRC, 4);
	return len == 0 || len > STATE_MAX ? STATE_BAD_LEN : STATE_GOOD;
}

static bool is_plain(const struct state_reader *r)
{
	return r->records == 1 && r->have == STATE_PLAIN_LEN &&
	       memcmp(r->raw, STATE_PLAIN, STATE_PLAIN_LEN) == 0;
}

/* Can what is there so far still become a header, or a plain stream? */
static bool may_begin(const struct state_reader *r)
{
	size_t n = r->have < sizeof(magic) ? r->have : sizeof(magic);

	return memcmp(r->raw, magic, n) == 0 ||
	       (r->records == 1 && r->have < STATE_PLAIN_LEN &&
		memcmp(r->raw, STATE_PLAIN, r->have) == 0);
}

static size_t read_head(struct state_reader *r, const uint8_t *p,
			enum state_event *ev)
{
	enum state_why why;

	*ev = STATE_NOTHING;
	r->raw[r->have++] = *p;
	r->off++;
	if (is_plain(r)) {
		r->in = STATE_IN_PLAIN;
		r->why = STATE_GOOD;
		*ev = STATE_BEGIN;
		return 1;
	}
	if (!may_begin(r))
		return no_head(r, STATE_FOREIGN, ev);
	if (r->have < STATE_HEAD)
		return 1;
	why = head_check(r);
	if (why == STATE_BAD_HEAD)
		return no_head(r, why, ev);
	if (why != STATE_GOOD)
		return bad(r, why, ev);
	r->in = STATE_IN_DATA;
	r->got = 0;
	r->crc = 0;
	*ev = STATE_BEGIN;
	return 1;
}

static size_t read_data(struct state_reader *r, const uint8_t *p, size_t n,
			enum state_event *ev)
{
	uint32_t left = r->head.len - r->got;

	if (n > left)
		n = left;
	*ev = STATE_DATA;
	r->crc = state_crc(r->crc, p, n);
	r->got += (uint32_t)n;
	r->off += n;
	if (r->got == r->head.len) {
		r->in = STATE_IN_GAP;
		r->why = r->crc == r->head.crc ? STATE_GOOD : STATE_BAD_CRC;
	}
	return n;
}

size_t state_read(struct state_reader *r, const uint8_t *p, size_t n,
		  enum state_event *ev)
{
	switch (r->in) {
	case STATE_IN_GAP:
		return read_gap(r, p, n, ev);
	case STATE_IN_HEAD:
		return read_head(r, p, ev);
	case STATE_IN_DATA:
		return read_data(r, p, n, ev);
	case STATE_IN_PLAIN:
		r->off += n;
		*ev = STATE_DATA;
		return n;
	case STATE_IN_ERROR:
		break;
	}
	*ev = STATE_BAD;
	return 0;
}

enum state_why state_end(const struct state_reader *r)
{
	switch (r->in) {
	case STATE_IN_HEAD:
		return STATE_CUT_HEAD;
	case STATE_IN_DATA:
		return STATE_CUT_DATA;
	case STATE_IN_GAP:
	case STATE_IN_PLAIN:
	case STATE_IN_ERROR:
		break;
	}
	return r->why;
}

/* The first bytes of what was no header, in hexadecimal. */
static void explain_foreign(const struct state_reader *r, char *buf,
			    size_t cap)
{
	char hex[2 * STATE_HEAD + 1] = "";
	size_t i;

	for (i = 0; i < r->have; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", r->raw[i]);
	(void)snprintf(buf, cap, "at byte %llu: expected a saved state, got %s",
		       (unsigned long long)r->start, hex);
}

static void explain_record(const struct state_reader *r, enum state_why why,
			   char *buf, size_t cap)
{
	int n = snprintf(buf, cap, "record %u at byte %llu: ", r->records,
			 (unsigned long long)r->start);

	if (n < 0 || (size_t)n >= cap)
		return;
	buf += n;
	cap -= (size_t)n;
	if (why == STATE_BAD_HEAD)
		(void)snprintf(buf, cap, "header: expected checksum %08x, "
			       "got %08x", state_crc(0, r->raw, AT_SUM),
			       (uint32_t)get(r->raw + AT_SUM, 4));
	else if (why == STATE_BAD_VERSION)
		(void)snprintf(buf, cap, "expected format version %d, got %u",
			       STATE_VERSION, r->version);
	else if (why == STATE_BAD_LEN)
		(void)snprintf(buf, cap, "expected 1 to %u bytes, got %llu",
			       STATE_MAX, (unsigned long long)
			       get(r->raw + AT_LEN, 8));
	else if (why == STATE_BAD_CRC)
		(void)snprintf(buf, cap, "%u bytes: expected checksum %08x, "
			       "got %08x", r->head.len, r->head.crc, r->crc);
	else if (why == STATE_CUT_HEAD)
		(void)snprintf(buf, cap, "header: expected %d bytes, got %zu",
			       STATE_HEAD, r->have);
	else
		(void)snprintf(buf, cap, "expected %u bytes, got %u",
			       r->head.len, r->got);
}

void state_explain(const struct state_reader *r, enum state_why why,
		   char *buf, size_t cap)
{
	switch (why) {
	case STATE_GOOD:
		(void)snprintf(buf, cap, "complete");
		return;
	case STATE_EMPTY:
		(void)snprintf(buf, cap, "expected a saved state, got %llu "
			       "zero bytes", (unsigned long long)r->off);
		return;
	case STATE_FOREIGN:
		explain_foreign(r, buf, cap);
		return;
	case STATE_BAD_HEAD:
	case STATE_BAD_VERSION:
	case STATE_BAD_LEN:
	case STATE_BAD_CRC:
	case STATE_CUT_HEAD:
	case STATE_CUT_DATA:
		explain_record(r, why, buf, cap);
		return;
	}
}
