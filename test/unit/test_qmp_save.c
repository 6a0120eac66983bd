// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/save.c */
/* The device state through a terminal, as hvc1 is one: byte by byte the same. */
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
#include <unistd.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/save.h"

#define TAIL 2048
#define DEADLINE_MS 10000
#define LARGEST 300000

static struct save save;
static int master, state_fd;
static char text[LARGEST], got[LARGEST + TAIL];

static int setup(void **state)
{
	(void)state;
	master = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	assert_true(master >= 0);
	assert_int_equal(grantpt(master), 0);
	assert_int_equal(unlockpt(master), 0);
	state_fd = memfd_create("state", MFD_CLOEXEC);
	save_init(&save, state_fd, save_open(ptsname(master)));
	assert_true(save.dst >= 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	close(save.dst);
	close(master);
	close(state_fd);
	return 0;
}

static void state_fill(size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		text[i] = (char)(i + i / 256);	/* all there are */
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

static const size_t size[] = {
	1, 4095, 4096, 4097, 8192, LARGEST
};

static void whole(void **state)
{
	size_t i, len;

	(void)state;
	for (i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		assert_int_equal(ftruncate(state_fd, 0), 0);
		state_fill(size[i]);
		assert_int_equal(save_start(&save), 0);
		assert_int_equal(run(&len), 0);
		assert_int_equal(save.state, SAVE_IDLE);
		assert_int_equal(len, size[i] + TAIL);
		assert_memory_equal(got, text, size[i]);
	}
	assert_non_null(save_refuse(&save));
}

static void empty(void **state)
{
	(void)state;
	assert_int_equal(save_start(&save), -ENODATA);
	assert_int_equal(save.state, SAVE_IDLE);
	assert_null(save_refuse(&save));
}

static void shrinks(void **state)
{
	size_t len;

	(void)state;
	state_fill(LARGEST);
	assert_int_equal(save_start(&save), 0);
	assert_int_equal(ftruncate(state_fd, 100), 0);
	assert_int_equal(run(&len), -ENODATA);
	assert_int_equal(save.state, SAVE_IDLE);
	assert_non_null(save_refuse(&save));	/* something went out */
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
		TEST(whole), TEST(empty), TEST(shrinks), TEST(absent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_save", tests, NULL, NULL);
}
