// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel's uevents: vbds and their disks, and nothing else. */
/* links: init/hotplug/uevent.c init/lib/num.c */
#include "init/hotplug/uevent.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define MSG(s)	(s), sizeof(s)		/* with the last NUL */
#define DISK	"DEVTYPE=disk\0" "DEVNAME=xvdc"
#define BLOCK	"DEVPATH=/devices/vbd-5632/block/xvdc\0SUBSYSTEM=block\0"

static const struct {
	const char *name;
	const char *msg;
	size_t len;
	enum uevent_kind kind;
	unsigned int devid;
	const char *node;
} row[] = {
	{ "a disk comes",
	  MSG("add@/devices/vbd-5632/block/xvdc\0ACTION=add\0" BLOCK
	      "MAJOR=202\0MINOR=32\0" DISK "\0DISKSEQ=4\0SEQNUM=700"),
	  UEVENT_DISK_ADD, 5632, "xvdc" },
	{ "a disk goes", MSG("ACTION=remove\0" BLOCK DISK),
	  UEVENT_DISK_REMOVE, 5632, "xvdc" },
	{ "a disk changes", MSG("ACTION=change\0" BLOCK DISK),
	  UEVENT_OTHER, 5632, "xvdc" },
	{ "a partition comes",
	  MSG("ACTION=add\0DEVPATH=/devices/vbd-768/block/xvda/xvda1\0"
	      "SUBSYSTEM=block\0DEVTYPE=partition\0DEVNAME=xvda1"),
	  UEVENT_OTHER, 768, "" },
	{ "a vbd comes",
	  MSG("add@/devices/vbd-5632\0ACTION=add\0"
	      "DEVPATH=/devices/vbd-5632\0SUBSYSTEM=xen\0XENBUS_TYPE=vbd"),
	  UEVENT_VBD_ADD, 5632, "" },
	{ "a vbd goes",
	  MSG("ACTION=remove\0DEVPATH=/devices/vbd-51712\0SUBSYSTEM=xen"),
	  UEVENT_VBD_REMOVE, 51712, "" },
	{ "a driver is bound",
	  MSG("ACTION=bind\0DEVPATH=/devices/vbd-5632\0SUBSYSTEM=xen"),
	  UEVENT_OTHER, 5632, "" },
	{ "something below a vbd",
	  MSG("ACTION=add\0DEVPATH=/devices/vbd-5632/x\0SUBSYSTEM=xen"),
	  UEVENT_OTHER, 5632, "" },
	{ "a vif", MSG("ACTION=add\0DEVPATH=/devices/vif-0\0SUBSYSTEM=xen"),
	  UEVENT_OTHER, 0, "" },
	{ "another block device",
	  MSG("ACTION=add\0DEVPATH=/devices/virtual/block/loop0\0"
	      "SUBSYSTEM=block\0" DISK), UEVENT_OTHER, 0, "" },
	{ "another subsystem of a vbd",
	  MSG("ACTION=add\0DEVPATH=/devices/vbd-5632/bdi/202:32\0"
	      "SUBSYSTEM=bdi"), UEVENT_OTHER, 5632, "" },
	{ "a block device elsewhere below a vbd",
	  MSG("ACTION=add\0DEVPATH=/devices/vbd-5632/xvdc\0SUBSYSTEM=block\0"
	      DISK), UEVENT_OTHER, 5632, "" },
	{ "no DEVTYPE", MSG("ACTION=add\0" BLOCK "DEVNAME=xvdc"),
	  UEVENT_OTHER, 5632, "" },
	{ "no DEVNAME", MSG("ACTION=add\0" BLOCK "DEVTYPE=disk"),
	  UEVENT_OTHER, 5632, "" },
	{ "DEVNAME climbs", MSG("ACTION=add\0" BLOCK
	  "DEVTYPE=disk\0" "DEVNAME=../mem"), UEVENT_OTHER, 5632, "" },
	{ "DEVNAME empty", MSG("ACTION=add\0" BLOCK
	  "DEVTYPE=disk\0" "DEVNAME="), UEVENT_OTHER, 5632, "" },
	{ "DEVNAME goes on", MSG("ACTION=add\0" BLOCK
	  "DEVTYPE=disk\0" "DEVNAME=xvdc/.."), UEVENT_OTHER, 5632, "" },
	{ "DEVNAME of 31", MSG("ACTION=add\0" BLOCK
	  "DEVTYPE=disk\0" "DEVNAME=abcdefghijabcdefghijabcdefghijk"),
	  UEVENT_DISK_ADD, 5632, "abcdefghijabcdefghijabcdefghijk" },
	{ "DEVNAME of 32", MSG("ACTION=add\0" BLOCK
	  "DEVTYPE=disk\0" "DEVNAME=abcdefghijabcdefghijabcdefghijkl"),
	  UEVENT_OTHER, 5632, "" },
	{ "no ACTION", MSG(BLOCK DISK), UEVENT_OTHER, 0, "" },
	{ "no DEVPATH", MSG("ACTION=add\0SUBSYSTEM=xen"),
	  UEVENT_OTHER, 0, "" },
	{ "no SUBSYSTEM", MSG("ACTION=add\0DEVPATH=/devices/vbd-5632"),
	  UEVENT_OTHER, 0, "" },
	{ "no number", MSG("ACTION=add\0DEVPATH=/devices/vbd-\0SUBSYSTEM=xen"),
	  UEVENT_OTHER, 0, "" },
	{ "a number too big",
	  MSG("ACTION=add\0DEVPATH=/devices/vbd-2147483648\0SUBSYSTEM=xen"),
	  UEVENT_OTHER, 0, "" },
	{ "the last string does not end", "ACTION=add", 10,
	  UEVENT_OTHER, 0, "" },
	{ "an empty message", "", 0, UEVENT_OTHER, 0, "" },
	{ "one NUL", "", 1, UEVENT_OTHER, 0, "" },
};

static void test_parse(void **state)
{
	struct uevent ev;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		char *copy = malloc(row[i].len + !row[i].len);

		/* on the heap, so that ASan sees one byte too far */
		print_message("# %s\n", row[i].name);
		memcpy(copy, row[i].msg, row[i].len);
		memset(&ev, 0xff, sizeof(ev));
		uevent_parse(copy, row[i].len, &ev);
		free(copy);
		assert_int_equal(ev.kind, row[i].kind);
		assert_int_equal(ev.devid, row[i].devid);
		assert_string_equal(ev.node, row[i].node);
	}
}

/* Cut anywhere, a message is not an event of ours; but for its last NUL. */
static void test_cut(void **state)
{
	static const char msg[] = "ACTION=add\0" BLOCK DISK;
	struct uevent ev;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(msg); len++) {
		char *copy = malloc(len + !len);

		memcpy(copy, msg, len);
		uevent_parse(copy, len, &ev);
		free(copy);
		assert_int_equal(ev.kind, UEVENT_OTHER);
	}
}

static void test_number(void **state)
{
	static const struct { const char *s; bool ok; unsigned int n; } num[] = {
		{ "0", true, 0 }, { "7", true, 7 }, { "5632", true, 5632 },
		{ "2147483647", true, INT_MAX }, { "2147483648", false, 0 },
		{ "99999999999999999999", false, 0 }, { "", false, 0 },
		{ "00", false, 0 }, { "05", false, 0 }, { "-1", false, 0 },
		{ "+1", false, 0 }, { " 1", false, 0 }, { "1 ", false, 0 },
		{ "1/", false, 0 }, { "1:", false, 0 }, { "\xb1", false, 0 },
	};
	unsigned int n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(num) / sizeof(num[0]); i++) {
		n = 0;
		assert_int_equal(uevent_number(num[i].s, strlen(num[i].s), &n),
				 num[i].ok);
		assert_int_equal(n, num[i].n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_number),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
