// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/restore.c qemu-wrapper/run/feed.c qemu-wrapper/run/why.c init/lib/state.c init/lib/io.c init/lib/log.c init/lib/drop.c */
/*
 * From dom0's file to QEMU's pipe. The stream is a fake one: what it says of
 * the file's end is test_stream.c's. Needs root: the feeder has its own user.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "qemu-wrapper/run/restore.h"
#include "qemu-wrapper/run/stream.h"
#include "state.h"

#define LARGEST (3u << 20)

static char dir[] = "/tmp/restore-XXXXXX";
static uint8_t file[2 * LARGEST + 100000];
static size_t len, off, step;
static int at_end, at_open;
static const struct restore r = {
	.in = "/dev/hvc2", .out = "/dev/hvc1", .dir = dir, .end = 25500,
};

int stream_open(struct stream *s, const char *in, const char *out,
		long long end, const char **what)
{
	(void)out;
	s->end = end;
	s->in_path = in;
	*what = in;
	off = 0;
	return at_open;
}

void stream_close(struct stream *s)
{
	(void)s;
}

ssize_t stream_read(struct stream *s, void *buf, size_t cap)
{
	size_t n = len - off;

	(void)s;
	if (n == 0)
		return at_end;
	if (n > cap)
		n = cap;
	if (n > step)
		n = step;
	memcpy(buf, file + off, n);
	off += n;
	return (ssize_t)n;
}

static int setup(void **state)
{
	(void)state;
	len = 0;
	step = 4096;
	at_end = 0;
	at_open = 0;
	return 0;
}

static void add_record(uint32_t number, size_t n)
{
	struct state_head h = { .number = number, .len = (uint32_t)n };
	uint8_t *data = file + len + STATE_HEAD;
	size_t i;

	for (i = 0; i < n; i++)
		data[i] = (uint8_t)(i + i / 251 + number);
	h.crc = state_crc(0, data, n);
	state_head_put(file + len, &h);
	memset(data + n, 0, STATE_PAD);
	len += STATE_HEAD + n + STATE_PAD;
}

/* QEMU's end of the pipe has these bytes and then the end. */
static void assert_pipe(int fd, const uint8_t *want, size_t n)
{
	static uint8_t got[LARGEST];
	size_t have = 0;
	ssize_t part;

	while ((part = read(fd, got + have, sizeof(got) - have)) > 0)
		have += (size_t)part;
	close(fd);
	assert_int_equal(part, 0);
	assert_int_equal(have, n);
	assert_memory_equal(got, want, n);
}

static void last_record(void **state)
{
	static const size_t size[] = { 1, 7290, 70000, LARGEST };
	struct why why;
	size_t i, at;
	int fd = -1;

	(void)state;
	for (i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		len = 0;
		add_record(1, 100000);
		at = len + STATE_HEAD;
		add_record(2, size[i]);
		assert_int_equal(restore_start(&r, &fd, &why), VERDICT_OK);
		assert_pipe(fd, file + at, size[i]);
	}
	step = 1;
	len = 0;
	add_record(1, 100);
	assert_int_equal(restore_start(&r, &fd, &why), VERDICT_OK);
	assert_pipe(fd, file + STATE_HEAD, 100);
}

/* Of another image: QEMU is given all of it and knows its end. */
static void plain(void **state)
{
	struct why why;
	int fd = -1;

	(void)state;
	memcpy(file, "QEVM1234", 8);
	memset(file + 8, 0, 3000);
	len = 3008;
	for (step = 1; step < 10; step += 4) {
		assert_int_equal(restore_start(&r, &fd, &why), VERDICT_OK);
		assert_pipe(fd, file, len);
	}
}

/* Whose parent is this process: the feeder, once it has none of its own. */
static int child_find(void)
{
	char path[64];
	FILE *f;
	int pid = -1;

	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		       getpid());
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%d", &pid), 1);
	(void)fclose(f);
	return pid;
}

static void proc_read(int pid, const char *name, char *buf, size_t cap)
{
	char path[64];
	ssize_t n;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	n = read(fd, buf, cap - 1);
	assert_true(n > 0);
	buf[n] = '\0';
	close(fd);
}

static void feeder_confined(void **state)
{
	static const char *const want[] = {
		"Uid:\t103\t103\t103\t103\n", "Gid:\t103\t103\t103\t103\n",
		"Groups:\t \n", "NoNewPrivs:\t1\n",
		"CapPrm:\t0000000000000000\n", "CapBnd:\t0000000000000000\n",
	};
	char text[8192], byte;
	struct why why;
	int fd = -1, pid;
	size_t i;

	(void)state;
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0);
	add_record(1, LARGEST);		/* more than a pipe holds */
	assert_int_equal(restore_start(&r, &fd, &why), VERDICT_OK);
	assert_int_equal(read(fd, &byte, 1), 1);	/* it is at work */
	pid = child_find();
	proc_read(pid, "status", text, sizeof(text));
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		if (strstr(text, want[i]) == NULL)
			fail_msg("no %s in %s", want[i], text);
	proc_read(pid, "limits", text, sizeof(text));
	assert_non_null(strstr(text, "Max open files            0 "));
	close(fd);			/* as QEMU does when it has failed */
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0), 0);
}

static void refused(const char *text, enum verdict want)
{
	struct why why;
	int fd = -1;

	assert_int_equal(restore_start(&r, &fd, &why), want);
	assert_string_equal(why.text, text);
	assert_int_equal(fd, -1);
}

static void damaged(void **state)
{
	(void)state;
	refused("restore: saved state on /dev/hvc2: expected a saved state, "
		"got 0 zero bytes", VERDICT_USER);
	add_record(1, 100);
	len -= STATE_PAD + 1;
	refused("restore: saved state on /dev/hvc2: record 1 at byte 0: "
		"expected 100 bytes, got 99", VERDICT_USER);
	len = 0;
	add_record(1, 100);
	add_record(2, 50);
	file[len - STATE_PAD - 1] ^= 1;
	refused("restore: saved state on /dev/hvc2: record 2 at byte 4228: "
		"50 bytes: expected checksum b0162643, got c71116d5",
		VERDICT_USER);
	memcpy(file, "\x7f" "ELF", 4);
	refused("restore: saved state on /dev/hvc2: at byte 0: expected a "
		"saved state, got 7f", VERDICT_USER);
	assert_true(off < len);		/* no need to see the rest */
}

static void system_fails(void **state)
{
	struct restore bad = r;
	struct why why;
	int fd = -1;

	(void)state;
	add_record(1, 100);
	len -= STATE_PAD + 1;
	at_end = -ETIMEDOUT;
	refused("restore: /dev/hvc2: 25 s after the start dom0 had sent 131 "
		"bytes of the state, and not its end",
		VERDICT_SYSTEM);
	at_end = -EIO;
	refused("restore: /dev/hvc2: Input/output error", VERDICT_SYSTEM);
	at_open = -ENODEV;
	refused("restore: /dev/hvc2: No such device", VERDICT_SYSTEM);
	bad.dir = "/nonexistent";
	assert_int_equal(restore_start(&bad, &fd, &why), VERDICT_SYSTEM);
	assert_string_equal(why.text, "restore: /nonexistent: "
			    "No such file or directory");
}

#define TEST(f) cmocka_unit_test_setup(f, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(last_record), TEST(plain), TEST(feeder_confined),
		TEST(damaged), TEST(system_fails),
	};
	int rc;

	cmocka_set_message_output(CM_OUTPUT_TAP);
	if (geteuid() != 0) {
		print_message("1..0 # SKIP needs root\n");
		return 0;
	}
	if (mkdtemp(dir) == NULL)
		return 1;
	rc = cmocka_run_group_tests_name("restore", tests, NULL, NULL);
	return rmdir(dir) < 0 ? 1 : rc;	/* no file was left */
}
