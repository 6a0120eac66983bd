// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c libs: -ljson-c */
/* A line from the toolstack, and the refusal that carries its id. */
#include "fuzz.h"
#include "qemu-wrapper/qmp/qmp.h"

#include <string.h>

static void refusal_check(const char *id)
{
	char line[256], again[256];
	struct qmp_reply r;
	size_t len = qmp_refusal(id, "no", line, sizeof(line));

	CHECK(len > 0);
	r = qmp_reply(line, len, again, sizeof(again));
	CHECK(r.kind == QMP_ERROR);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	struct qmp_command c;

	if (!text)
		return 0;
	memcpy(text, data, size);
	c = qmp_command(text, size);
	if (c.order == QMP_REFUSE)
		CHECK(c.why != NULL);
	CHECK(memchr(c.id, '\0', sizeof(c.id)) != NULL);
	refusal_check(c.id);
	free(text);
	return 0;
}
