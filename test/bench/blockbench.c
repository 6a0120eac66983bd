// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * blockbench DEVICE: how fast a guest's disk is, without the guest's page
 * cache. One line each: what, KiB, microseconds. Runs in the test guest.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SPAN	(8u << 20)	/* of the device, from its start */
#define BIG	(64u << 10)

struct run {
	const char *what;
	size_t block;
	unsigned int count;
	bool random, write;
};

static const struct run runs[] = {
	{ "sequential-read", BIG, SPAN / BIG, false, false },
	{ "sequential-write", BIG, SPAN / BIG, false, true },
	{ "random-read", 4096, 512, true, false },
	{ "random-write", 4096, 512, true, true },
};

static char block[BIG] __attribute__((aligned(4096)));

static void die(const char *what)
{
	fprintf(stderr, "blockbench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

/* The same places every time: a linear congruential generator. */
static off_t next_place(const struct run *r, unsigned int i)
{
	static unsigned int x;

	if (!r->random)
		return (off_t)i * (off_t)r->block;
	x = x * 1103515245u + 12345u;
	return (off_t)(x / 65536u % (SPAN / r->block)) * (off_t)r->block;
}

static void measure(int fd, const struct run *r)
{
	long long t = now_us();
	unsigned int i;
	ssize_t n;

	for (i = 0; i < r->count; i++) {
		off_t at = next_place(r, i);

		n = r->write ? pwrite(fd, block, r->block, at) :
			       pread(fd, block, r->block, at);
		if (n != (ssize_t)r->block)
			die(r->what);
	}
	if (r->write && fsync(fd) < 0)
		die("fsync");
	printf("%s %zu %lld\n", r->what, r->block * r->count / 1024,
	       now_us() - t);
}

int main(int argc, char **argv)
{
	size_t i;
	int fd;

	if (argc != 2)
		return 2;
	fd = open(argv[1], O_RDWR | O_DIRECT);
	if (fd < 0)
		die(argv[1]);
	for (i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		measure(fd, &runs[i]);
	return 0;
}
