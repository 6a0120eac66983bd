// SPDX-License-Identifier: GPL-2.0-or-later
/* links: qemu-wrapper/qmp/peer.c */
/* What the server does about each cli_live it can see in each state. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "qemu-wrapper/qmp/peer.h"

static const struct {
	const char *name;
	enum peer_state state;
	unsigned int live;
	enum peer_act want;
} row[] = {
	{ "nobody yet", PEER_NONE, LIVE_NEVER, PEER_WAIT },
	{ "nobody any more", PEER_NONE, LIVE_GONE, PEER_WAIT },
	{ "a client comes", PEER_NONE, LIVE_NEW, PEER_START },
	{ "mark without client", PEER_NONE, LIVE_SERVED, PEER_WAIT },
	{ "nonsense, nobody served", PEER_NONE, 4, PEER_WAIT },
	{ "same client", PEER_HERE, LIVE_SERVED, PEER_WAIT },
	{ "it left", PEER_HERE, LIVE_GONE, PEER_STOP },
	{ "left and replaced", PEER_HERE, LIVE_NEW, PEER_REPLACE },
	{ "ring made anew", PEER_HERE, LIVE_NEVER, PEER_STOP },
	{ "nonsense, one served", PEER_HERE, 255, PEER_STOP },
	{ "told to go, still there", PEER_HUNGUP, LIVE_SERVED, PEER_WAIT },
	{ "told to go, went", PEER_HUNGUP, LIVE_GONE, PEER_STOP },
	{ "told to go, replaced", PEER_HUNGUP, LIVE_NEW, PEER_REPLACE },
};

static void rows(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		if (peer_step(row[i].state, row[i].live) != row[i].want)
			fail_msg("%s", row[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(rows) };

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("qmp_peer", tests, NULL, NULL);
}
