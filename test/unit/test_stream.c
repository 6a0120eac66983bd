// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/stream.c init/lib/hvc.c init/lib/io.c */
/*
 * The end of a file that comes over a console. Two ptys for the consoles; what
 * dom0's QEMU does comes in steps, from a table.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "qemu-wrapper/run/stream.h"
#include "io.h"
#include "state.h"

static struct stream stream;
static int in, out;		/* our ends */
static char buf[8192], in_path[32], out_path[32];
static pthread_t taker;
static atomic_bool taking;
static atomic_size_t zeros, others;	/* bytes that were taken */

static int pty_open(char path[32])
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(grantpt(fd), 0);
	assert_int_equal(unlockpt(fd), 0);
	strncpy(path, ptsname(fd), 31);
	return fd;
}

static void begin(int timeout_ms)
{
	const char *what;

	in = pty_open(in_path);
	out = pty_open(out_path);
	assert_int_equal(stream_open(&stream, in_path, out_path,
				     io_ms() + timeout_ms, &what), 0);
	assert_string_equal(what, out_path);
}

/* A pty has no room for all the zeros: they are taken as they come. */
static void *take(void *arg)
{
	struct pollfd p = { .fd = out, .events = POLLIN };
	char got[4096];
	ssize_t n, i;

	(void)arg;
	while (taking) {
		if (poll(&p, 1, 10) <= 0)
			continue;
		n = read(out, got, sizeof(got));
		for (i = 0; i < n; i++)
			(*(got[i] == 0 ? &zeros : &others))++;
	}
	return NULL;
}

static void take_start(void)
{
	zeros = 0;
	others = 0;
	taking = true;
	assert_int_equal(pthread_create(&taker, NULL, take, NULL), 0);
}

static int teardown(void **state)
{
	(void)state;
	if (atomic_exchange(&taking, false))
		pthread_join(taker, NULL);
	stream_close(&stream);
	close(in);
	close(out);
	return 0;
}

static void zeros_seen(size_t want)
{
	int ms;

	for (ms = 0; ms < 10000 && zeros < want; ms += 10)
		(void)poll(NULL, 0, 10);
	assert_int_equal(zeros, want);
	assert_int_equal(others, 0);
}

static void bytes_then_end(void **state)
{
	(void)state;
	begin(60000);
	take_start();
	assert_int_equal(write(in, "\0a\r\n\x03\x04\x1a\xff", 8), 8);
	assert_int_equal(stream_read(&stream, buf, 3), 3);
	assert_int_equal(stream_read(&stream, buf + 3, sizeof(buf) - 3), 5);
	assert_memory_equal(buf, "\0a\r\n\x03\x04\x1a\xff", 8);
	zeros_seen(0);
	assert_int_equal(stream_read(&stream, buf, sizeof(buf)), 0);
	zeros_seen(3 * STATE_PAD);
	/* Nothing was ever echoed into the file. */
	assert_int_equal(read(in, buf, sizeof(buf)), -1);
}

/* A pty hands bytes on in its own time, which a busy machine makes long. */
static void arrived(void)
{
	struct pollfd p = { .fd = stream.in, .events = POLLIN };

	assert_int_equal(poll(&p, 1, 10000), 1);
}

/* A byte between two round trips: the count begins anew. */
static void late_byte(void **state)
{
	(void)state;
	begin(60000);
	take_start();
	assert_int_equal(write(in, "a", 1), 1);
	assert_int_equal(stream_read(&stream, buf, 1), 1);
	stream.quiet = 2;
	assert_int_equal(write(in, "b", 1), 1);
	arrived();
	assert_int_equal(stream_read(&stream, buf, 1), 1);
	assert_int_equal(stream.quiet, 0);
	assert_int_equal(stream_read(&stream, buf, 1), 0);
	zeros_seen(3 * STATE_PAD);
}

static void nothing_comes(void **state)
{
	(void)state;
	begin(50);
	assert_int_equal(stream_read(&stream, buf, 1), -ETIMEDOUT);
	assert_int_equal(read(out, buf, sizeof(buf)), -1);
}

/* Who does not take the zeros is not at the end of the file. */
static void not_taken(void **state)
{
	static const char fill[4096];

	(void)state;
	begin(500);
	while (write(stream.out, fill, sizeof(fill)) > 0)
		;
	assert_int_equal(write(in, "a", 1), 1);
	assert_int_equal(stream_read(&stream, buf, 1), 1);
	assert_int_equal(stream_read(&stream, buf, 1), -ETIMEDOUT);
}

static void hung_up(void **state)
{
	(void)state;
	begin(60000);
	assert_int_equal(write(in, "a", 1), 1);
	assert_int_equal(stream_read(&stream, buf, 1), 1);
	close(in);
	assert_int_equal(stream_read(&stream, buf, 1), -EIO);
	in = -1;
}

static void absent(void **state)
{
	const char *what;
	int fd = pty_open(in_path);

	(void)state;
	assert_int_equal(stream_open(&stream, "/nonexistent", in_path, 1, &what),
			 -ENOENT);
	assert_string_equal(what, "/nonexistent");
	assert_int_equal(stream_open(&stream, in_path, "/dev/null", 1, &what),
			 -ENOTTY);
	assert_string_equal(what, "/dev/null");
	close(fd);
}

#define TEST(f) cmocka_unit_test_teardown(f, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(bytes_then_end), TEST(late_byte), TEST(nothing_comes),
		TEST(not_taken), TEST(hung_up), cmocka_unit_test(absent),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("stream", tests, NULL, NULL);
}
