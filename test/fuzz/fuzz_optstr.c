// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/run/optstr.c qemu-wrapper/run/argv.c init/lib/num.c */
/* Option lists ("file=/dev/xvda,if=ide"), option names, numbers. */
#include "fuzz.h"
#include "qemu-wrapper/run/argv.h"
#include "init/lib/num.h"
#include "qemu-wrapper/run/optstr.h"

#include <string.h>

/* The elements and the commas between them are the whole list. */
static void list_check(const char *list)
{
	const char *pos = list, *at = list;
	struct optstr o;
	char value[24];

	while (optstr_next(list, &pos, &o)) {
		CHECK(o.start == at && o.start + o.len <= pos);
		CHECK((size_t)(pos - o.start) - o.len <= 1);
		CHECK(!o.has_key || o.keylen <= o.len);
		if (optstr_value(&o, value, sizeof(value)))
			CHECK(strlen(value) <= o.len);
		else
			CHECK(value[0] == '\0');
		at = pos;
	}
	CHECK(*at == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *list = malloc(size + 1), buf[16];
	unsigned long long n;

	if (!list)
		return 0;
	memcpy(list, data, size);
	list[size] = '\0';
	list_check(list);
	if (optstr_find(list, "file", buf, sizeof(buf)))
		CHECK(strlen(buf) < sizeof(buf));
	(void)optstr_implied(list, buf, sizeof(buf));
	if (argv_option(list))
		(void)argv_is_flag(argv_option(list));
	if (num_parse(list, 0xffff, &n))
		CHECK(n <= 0xffff && strspn(list, "0123456789") == strlen(list));
	free(list);
	return 0;
}
