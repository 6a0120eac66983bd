// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/save.c qemu-wrapper/qmp/pci.c init/lib/hvc.c init/lib/state.c */
/* The device state through a terminal, as hvc1 is one: byte by byte. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "init/lib/state.h"
#include "qemu-wrapper/qmp/save.h"

#define DEADLINE_MS 10000
#define LARGEST 300000

static struct save save;
static struct save_memo *memo;
static int memo_fd;
static int master, state_fd;
static char text[LARGEST], got[3 * (STATE_HEAD + LARGEST + STATE_PAD)];

static int setup(void **state)
{
	(void)state;
	master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	state_fd = memfd_create("state", MFD_CLOEXEC);
	memo_fd = memfd_create("memo", MFD_CLOEXEC);
	assert_int_equal(ftruncate(memo_fd, sizeof(*memo)), 0);
	memo = save_recall(memo_fd);
	assert_non_null(memo);
	save_init(&save, state_fd, save_open(ptsname(master)), memo);
	assert_true(save.dst >= 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	close(save.dst);
	close(master);
	close(state_fd);
	close(memo_fd);
	munmap(memo, sizeof(*memo));
	return 0;
}

static void state_fill(size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		text[i] = (char)(i + i / 256);	/* all there are */
	text[0] = 'Q';		/* as QEMU's do */
	assert_int_equal(pwrite(state_fd, text, n, 0), n);
}

/* Until all is through. Returns what save_step() said last. */
static int run(size_t *len)
{
	struct pollfd p[2] = { { save.dst, 0, 0 }, { master, POLLIN, 0 } };
	int rc = -EINPROGRESS, n;
	ssize_t part;

	*len = 0;
	while (rc == -EINPROGRESS) {
		p[0].events = save_events(&save);
		n = poll(p, 2, DEADLINE_MS);
		assert_true(n > 0 || save_timeout(&save) > 0);
		rc = save_step(&save);
		part = read(master, got + *len, sizeof(got) - *len);
		*len += part > 0 ? (size_t)part : 0;
	}
	while (rc == 0 && (part = read(master, got + *len,
				       sizeof(got) - *len)) > 0)
		*len += (size_t)part;
	return rc;
}

/* What the record at p should be; returns its length. */
static size_t assert_record(const char *p, uint32_t number, size_t n)
{
	static const char zeros[STATE_PAD];
	const struct state_head head = {
		.number = number, .len = (uint32_t)n,
		.crc = state_crc(0, text, n),
	};
	uint8_t want[STATE_HEAD];

	state_head_put(want, &head);
	assert_memory_equal(p, want, STATE_HEAD);
	assert_memory_equal(p + STATE_HEAD, text, n);
	assert_memory_equal(p + STATE_HEAD + n, zeros, STATE_PAD);
	return STATE_HEAD + n + STATE_PAD;
}

static void assert_freed(void)
{
	struct stat st;

	assert_int_equal(save.state, SAVE_IDLE);
	assert_int_equal(fstat(state_fd, &st), 0);
	assert_int_equal(st.st_size, 0);
}

static const size_t size[] = {
	1, 4095, 4096, 4097, 8192, LARGEST
};

static void whole(void **state)
{
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		state_fill(size[i]);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(run(&len), 0);
		assert_int_equal(save.len, size[i]);
		assert_int_equal(len, assert_record(got, (uint32_t)i + 1,
						    size[i]));
		assert_freed();
	}
	assert_null(save_refuse(&save));
}

static const off_t hole[] = { 1, 4095, 4096, 10000, (off_t)1 << 40 };

/* As QEMU leaves it: its descriptor's offset is not set back. */
static void behind_a_hole(void **state)
{
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(hole) / sizeof(hole[0]); i++) {
		state_fill(5000);
		assert_int_equal(ftruncate(state_fd, 0), 0);
		assert_int_equal(pwrite(state_fd, text, 5000, hole[i]), 5000);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(run(&len), 0);
		assert_int_equal(len, assert_record(got, (uint32_t)i + 1,
						    5000));
		assert_freed();
	}
}

static const off_t nothing[] = { 0, 1, 4096, (off_t)1 << 40 };

static void empty(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
		assert_int_equal(ftruncate(state_fd, nothing[i]), 0);
		assert_int_equal(save_start(&save), -ENODATA);
		assert_freed();
		assert_null(save_refuse(&save));
	}
}

/* A zero is data, and a hole of 2^60 bytes behind it takes no time. */
static void hostile_hole(void **state)
{
	(void)state;
	alarm(DEADLINE_MS / 1000);
	assert_int_equal(pwrite(state_fd, "", 1, 0), 1);
	assert_int_equal(ftruncate(state_fd, (off_t)1 << 60), 0);
	assert_int_equal(save_start(&save), -ENODATA);
	assert_freed();
	alarm(0);
}

static void too_large(void **state)
{
	(void)state;
	assert_int_equal(pwrite(state_fd, "Q", 1, 0), 1);
	assert_int_equal(ftruncate(state_fd, STATE_MAX + 1), 0);
	assert_int_equal(save_start(&save), -EFBIG);
	assert_freed();
}

/* All of the console's text: the last record is whole and has n bytes. */
static void assert_last(size_t len, unsigned int records, size_t n)
{
	struct state_reader r;
	enum state_event ev;
	size_t off = 0;

	state_reader_init(&r);
	while (off < len) {
		off += state_read(&r, (uint8_t *)got + off, len - off, &ev);
		assert_int_not_equal(ev, STATE_BAD);
	}
	assert_int_equal(state_end(&r), STATE_GOOD);
	assert_int_equal(r.records, records);
	assert_int_equal(r.head.len, n);
}

static void next_is_whole(size_t len, size_t n)
{
	size_t more;

	memmove(got + sizeof(got) / 2, got, len);
	state_fill(n);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(run(&more), 0);
	memmove(got + len, got, more);
	memmove(got, got + sizeof(got) / 2, len);
	assert_last(len + more, 2, n);
}

static void shrinks(void **state)
{
	size_t len;

	(void)state;
	state_fill(20000);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(ftruncate(state_fd, 100), 0);
	assert_int_equal(run(&len), -ENODATA);
	assert_freed();
	next_is_whole(len, 3000);
}

static void changes(void **state)
{
	size_t len;

	(void)state;
	state_fill(20000);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(pwrite(state_fd, "?!", 2, 10000), 2);
	assert_int_equal(run(&len), -EIO);
	assert_freed();
	next_is_whole(len, 3000);
}

/* Given up after any number of steps: the next can be found. */
static void given_up(void **state)
{
	size_t len, steps, i;

	(void)state;
	for (steps = 0; steps < 12; steps++) {
		state_fill(20000);
		assert_int_equal(save_start(&save), 0);
		for (i = 0; i < steps; i++)
			assert_int_equal(save_step(&save), -EINPROGRESS);
		save_abort(&save);
		assert_freed();
		state_fill(3000);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(run(&len), 0);
		assert_last(len, steps > 0 ? 2 : 1, 3000);
		assert_freed();
	}
}

/* As init starts one: it has the descriptors, and nothing else. */
static void successor(void)
{
	int dst = save.dst;

	munmap(memo, sizeof(*memo));
	memo = save_recall(memo_fd);
	assert_non_null(memo);
	memset(&save, 0xff, sizeof(save));
	save_init(&save, state_fd, dst, memo);
}

/* Killed after any number of steps: its successor's record can be found. */
static void killed(void **state)
{
	size_t len, steps, i;

	(void)state;
	for (steps = 0; steps < 12; steps++) {
		state_fill(20000);
		assert_int_equal(save_start(&save), 0);
		for (i = 0; i < steps; i++)
			assert_int_equal(save_step(&save), -EINPROGRESS);
		successor();
		assert_int_equal(ftruncate(state_fd, 0), 0);	/* QEMU */
		state_fill(3000);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(run(&len), 0);
		assert_last(len, steps > 0 ? 2 : 1, 3000);
		assert_int_equal(memo->debt, 0);
	}
}

/* Killed again while it makes up for the first, and once more. */
static void killed_in_debt(void **state)
{
	size_t len, steps, i;

	(void)state;
	for (steps = 1; steps < 6; steps++) {
		state_fill(20000);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(save_step(&save), -EINPROGRESS);
		assert_int_equal(memo->debt, 20000);
		successor();
		for (i = 0; i < steps; i++) {
			assert_int_equal(save_start(&save), 0);
			assert_int_equal(save_step(&save), -EINPROGRESS);
			successor();
		}
		state_fill(3000);
		assert_int_equal(ftruncate(state_fd, 3000), 0);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(run(&len), 0);
		assert_last(len, 2, 3000);
	}
}

/* Whose kill came between the note and the first byte: a whole record's. */
static void killed_before_it_began(void **state)
{
	size_t len;

	(void)state;
	memo->number = 6;
	memo->debt = STATE_HEAD + 20000;
	successor();
	state_fill(3000);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(run(&len), 0);
	assert_int_equal(assert_record(got + STATE_HEAD + 20000, 7, 3000),
			 len - STATE_HEAD - 20000);
}

/* What dom0's file has, whoever wrote it, and what there is room for. */
static void file_fills_up(void **state)
{
	const uint64_t room = STATE_HEAD + 5000 + STATE_PAD;
	size_t len;

	(void)state;
	memo->sent = STATE_FILE_MAX - room + 1;
	state_fill(5000);
	assert_int_equal(save_start(&save), -EFBIG);	/* one byte too many */
	assert_freed();
	memo->sent = STATE_FILE_MAX - room - 100;
	memo->debt = 100;
	successor();
	assert_null(save_refuse(&save));
	state_fill(5000);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(run(&len), 0);
	assert_int_equal(len, 100 + room);
	assert_int_equal(memo->sent, STATE_FILE_MAX);
	assert_non_null(save_refuse(&save));
	successor();
	assert_non_null(save_refuse(&save));
}

/* No more than the last one: the next may be as large. */
static void refused_before_it_is_full(void **state)
{
	size_t len;

	(void)state;
	state_fill(5000);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(run(&len), 0);
	memo->sent = STATE_FILE_MAX - len;
	assert_null(save_refuse(&save));
	memo->sent++;
	assert_non_null(save_refuse(&save));
}

static void no_memo(void **state)
{
	(void)state;
	assert_null(save_recall(-1));
}

static void absent(void **state)
{
	(void)state;
	assert_int_equal(save_open("/nonexistent"), -ENOENT);
	assert_int_equal(save_open("/dev/null"), -ENOTTY);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(whole), TEST(behind_a_hole), TEST(empty),
		TEST(hostile_hole), TEST(too_large), TEST(shrinks),
		TEST(changes), TEST(given_up), TEST(killed),
		TEST(killed_in_debt), TEST(killed_before_it_began),
		TEST(file_fills_up), TEST(refused_before_it_is_full),
		TEST(no_memo), TEST(absent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_save", tests, NULL, NULL);
}
