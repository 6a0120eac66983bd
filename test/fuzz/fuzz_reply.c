// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/qmp.c qemu-wrapper/qmp/json.c libs: -ljson-c */
/* A line from QEMU's monitor: what an attacker in QEMU sends to libxl. */
#include "fuzz.h"
#include "qemu-wrapper/qmp/qmp.h"

#include <string.h>

static char out[1 << 16], again[1 << 16];

/* What libxl gets is one line, and reads the same when judged anew. */
static void reply_check(const struct qmp_reply *r)
{
	struct qmp_reply s;
	size_t i;

	CHECK(r->len > 2 && r->len <= sizeof(out));
	CHECK(memcmp(out + r->len - 2, "\r\n", 2) == 0);
	for (i = 0; i < r->len - 2; i++)
		CHECK((unsigned char)out[i] >= 0x20);
	s = qmp_reply(out, r->len, again, sizeof(again));
	CHECK(s.kind == r->kind && s.len == r->len);
	CHECK(memcmp(out, again, r->len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);	/* ends where the input ends */
	struct qmp_reply r;

	if (!text)
		return 0;
	memcpy(text, data, size);
	r = qmp_reply(text, size, out, sizeof(out));
	if (r.kind == QMP_BAD)
		CHECK(r.why != NULL);
	else if (r.kind != QMP_EVENT)
		reply_check(&r);
	if (r.kind == QMP_BAD || r.kind == QMP_EVENT)
		CHECK(r.len == 0);
	free(text);
	return 0;
}
