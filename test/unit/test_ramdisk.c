// SPDX-License-Identifier: GPL-2.0-or-later
/* The RAM disk's copy in memory; files stand in for the disk. */
/* links: qemu-wrapper/run/ramdisk.c qemu-wrapper/run/why.c init/lib/io.c */
#include "../../qemu-wrapper/run/ramdisk.h"
#include "init/lib/io.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static const long long never = INT64_MAX;

#define LEN	200001u		/* three reads and a bit */

static char path[] = "/tmp/ramdisk.XXXXXX";
static char name[sizeof("../") + sizeof(path)];
static unsigned char data[LEN], back[LEN + 1];

static int setup(void **state)
{
	unsigned int i;
	int fd = mkstemp(path);

	(void)state;
	for (i = 0; i < LEN; i++)
		data[i] = (unsigned char)(i * 31 >> 3);
	if (fd < 0 || write(fd, data, LEN) != (ssize_t)LEN)
		return -1;
	close(fd);
	strcpy(name, "..");
	strcat(name, path);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	return unlink(path);
}

/* QEMU opens it by this name. */
static void test_copy(void **state)
{
	char self[32];
	struct why why;
	struct stat st;
	int fd, again;

	(void)state;
	assert_int_equal(ramdisk_load(name, never, &fd, &why), VERDICT_OK);
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	again = open(self, O_RDONLY);
	assert_true(again >= 0);
	assert_int_equal(fstat(again, &st), 0);
	assert_int_equal(st.st_size, LEN);
	assert_int_equal(read(again, back, sizeof(back)), LEN);
	assert_memory_equal(back, data, LEN);
	close(again);
	close(fd);
}

static void test_missing(void **state)
{
	struct why why;
	int fd;

	(void)state;
	assert_int_equal(ramdisk_load("nosuchdisk", never, &fd, &why),
			 VERDICT_SYSTEM);
	assert_string_equal(why.text, "RAM disk /dev/nosuchdisk: No such file "
			    "or directory");
}

/* No memory for it: said so, and nothing is left open. */
static void test_no_room(void **state)
{
	struct rlimit old, small;
	struct why why;
	int fd = -1;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 100000;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	assert_int_equal(ramdisk_load(name, never, &fd, &why), VERDICT_SYSTEM);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_non_null(strstr(why.text, "copy to memory: File too large"));
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

/* A backend that gives some of it in time, and not all. */
static void test_too_late(void **state)
{
	char link[] = "../dev/zero";	/* has no end */
	struct why why;
	int fd = -1;

	(void)state;
	assert_int_equal(ramdisk_load(link, io_ms() + 20, &fd, &why),
			 VERDICT_SYSTEM);
	assert_non_null(strstr(why.text, " s after the start not all of it "
			       "was read"));
	assert_int_equal(fcntl(fd, F_GETFD), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_missing),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_too_late),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, setup, teardown);
}
