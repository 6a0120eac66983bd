// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Gives each file of a corpus to a fuzz target, without libFuzzer: one line of
 * TAP per file. A find ends the program, and so fails the test.
 */
#include "fuzz.h"

#include <dirent.h>
#include <string.h>

#define INPUT_MAX	(1u << 20)

static int is_input(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* Returns the number of bytes, or -1. */
static long file_read(const char *path, uint8_t *buf)
{
	FILE *f = fopen(path, "rb");
	size_t n;

	if (!f)
		return -1;
	n = fread(buf, 1, INPUT_MAX, f);
	fclose(f);
	return (long)n;
}

static int replay(const char *name, int number, uint8_t *buf)
{
	char path[512];
	long n;

	snprintf(path, sizeof(path), CORPUS "/%s", name);
	n = file_read(path, buf);
	if (n >= 0)
		(void)LLVMFuzzerTestOneInput(buf, (size_t)n);
	printf("%sok %d - %s\n", n < 0 ? "not " : "", number, path);
	fflush(stdout);
	return n < 0;
}

int main(void)
{
	uint8_t *buf = malloc(INPUT_MAX);
	struct dirent **list = NULL;
	int i, failed = 0, n = scandir(CORPUS, &list, is_input, alphasort);

	if (n <= 0 || !buf) {
		printf("1..1\nnot ok 1 - " CORPUS ": no inputs\n");
		return 1;
	}
	printf("1..%d\n", n);
	for (i = 0; i < n; i++) {
		failed += replay(list[i]->d_name, i + 1, buf);
		free(list[i]);
	}
	free(list);
	free(buf);
	return failed != 0;
}
