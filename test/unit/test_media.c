// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * CD media: what is handed over when, with a xenstore of our own making and
 * /dev/null and /dev/zero as the disks.
 */
/* links: init/hotplug/media.c init/hotplug/known.c init/lib/log.c init/lib/sock.c */
#include "init/hotplug/media.h"

#include "init/hotplug/store.h"
#include "wiring.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include <cmocka.h>

#define CD	5632u
#define CD2	5696u
#define DISK	768u

/* The backend's word, or an error, on each vbd; none: there is no such vbd. */
static struct { unsigned int devid; int vbd; } store[8];
static size_t store_n;

int store_vbd(struct xs_handle *xs, unsigned int devid)
{
	size_t i;

	(void)xs;
	for (i = 0; i < store_n; i++)
		if (store[i].devid == devid)
			return store[i].vbd;
	return STORE_VBD_GONE;
}

int store_each_vbd(struct xs_handle *xs,
		   void (*fn)(void *arg, unsigned int devid), void *arg)
{
	size_t i;

	(void)xs;
	for (i = 0; i < store_n; i++)
		fn(arg, store[i].devid);
	return 0;
}

static void store_set(unsigned int devid, int vbd)
{
	store[store_n].devid = devid;
	store[store_n++].vbd = vbd;
}

static struct media m;
static int qmpd;

static int setup(void **state)
{
	int p[2];

	(void)state;
	memset(&m, 0, sizeof(m));
	store_n = 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, p) < 0)
		return -1;
	m.qmpd_fd = p[0];
	qmpd = p[1];
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	close(m.qmpd_fd);
	close(qmpd);
	return 0;
}

static void event(enum uevent_kind kind, unsigned int devid, const char *node)
{
	struct uevent ev = { .kind = kind, .devid = devid };

	strcpy(ev.node, node);
	media_event(&m, &ev);
}

/* Which device of major 1 has been received for devid? 0: no message. */
static unsigned int received(unsigned int *devid)
{
	struct hotplug_msg msg = { .devid = 0 };
	struct iovec iov = { .iov_base = &msg, .iov_len = sizeof(msg) };
	union {
		struct cmsghdr align;
		char buf[CMSG_SPACE(sizeof(int))];
	} u;
	struct msghdr mh = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = u.buf, .msg_controllen = sizeof(u.buf),
	};
	struct stat st;
	int fd;

	if (recvmsg(qmpd, &mh, MSG_DONTWAIT) != (ssize_t)sizeof(msg))
		return 0;
	*devid = msg.devid;
	assert_non_null(CMSG_FIRSTHDR(&mh));
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&mh)), sizeof(fd));
	assert_int_equal(fstat(fd, &st), 0);
	close(fd);
	return minor(st.st_rdev);
}

enum { DEV_NULL = 3, DEV_ZERO = 5 };	/* minors of major 1 */

static void expect(unsigned int minor_want, unsigned int devid_want)
{
	unsigned int devid = 0;

	assert_int_equal(received(&devid), minor_want);
	assert_int_equal(devid, devid_want);
}

static void expect_none(void)
{
	unsigned int devid;

	assert_int_equal(received(&devid), 0);
}

static void test_boot_is_qemus(void **state)
{
	(void)state;
	store_set(DISK, STORE_VBD_DISK);
	store_set(CD, STORE_VBD_CDROM);
	assert_int_equal(media_at_boot(&m), 0);
	event(UEVENT_VBD_ADD, CD, "");
	event(UEVENT_DISK_ADD, CD, "zero");
	event(UEVENT_DISK_ADD, DISK, "zero");
	expect_none();
}

/* Ten changes in a row, the same node each time. */
static void test_change(void **state)
{
	int i;

	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	assert_int_equal(media_at_boot(&m), 0);
	for (i = 0; i < 10; i++) {
		event(UEVENT_DISK_REMOVE, CD, "zero");
		event(UEVENT_VBD_REMOVE, CD, "");
		expect_none();
		event(UEVENT_VBD_ADD, CD, "");
		expect_none();
		event(UEVENT_DISK_ADD, CD, "zero");
		expect(DEV_ZERO, CD);
		event(UEVENT_DISK_ADD, CD, "zero");	/* once */
		expect_none();
	}
}

/* An empty drive never connects: its first event must do, once. */
static void test_empty(void **state)
{
	(void)state;
	store_set(CD, STORE_VBD_CDROM_EMPTY);
	assert_int_equal(media_at_boot(&m), 0);
	event(UEVENT_VBD_REMOVE, CD, "");
	event(UEVENT_VBD_ADD, CD, "");
	expect(DEV_NULL, CD);
	event(UEVENT_VBD_ADD, CD, "");
	expect_none();
}

static void test_two_drives(void **state)
{
	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	store_set(CD2, STORE_VBD_CDROM);
	event(UEVENT_VBD_ADD, CD2, "");
	event(UEVENT_VBD_ADD, CD, "");
	event(UEVENT_DISK_ADD, CD, "null");
	event(UEVENT_VBD_REMOVE, CD, "");
	event(UEVENT_DISK_ADD, CD2, "zero");
	expect(DEV_NULL, CD);
	expect(DEV_ZERO, CD2);
	event(UEVENT_DISK_ADD, CD, "zero");
	expect(DEV_ZERO, CD);
	expect_none();
}

static void test_not_a_medium(void **state)
{
	(void)state;
	store_set(DISK, STORE_VBD_DISK);
	event(UEVENT_DISK_ADD, DISK, "zero");
	event(UEVENT_DISK_ADD, CD, "zero");	/* gone from xenstore */
	event(UEVENT_OTHER, CD, "zero");
	expect_none();
}

/* A node that is gone by now is no loss: its next coming counts. */
static void test_vanished(void **state)
{
	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	event(UEVENT_DISK_ADD, CD, "nosuchdisk");
	expect_none();
	event(UEVENT_DISK_ADD, CD, "zero");
	expect(DEV_ZERO, CD);
}

/* Nobody reads: it neither waits nor believes that qmpd has the medium. */
static void test_full_queue(void **state)
{
	size_t n;

	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	for (n = 0; n < 10000; n++) {
		event(UEVENT_DISK_REMOVE, CD, "zero");
		event(UEVENT_DISK_ADD, CD, "zero");
		if (!known_has(&m.known, CD))
			break;
	}
	assert_in_range(n, 1, 9999);
	for (; n > 0; n--)
		expect(DEV_ZERO, CD);
	event(UEVENT_DISK_ADD, CD, "zero");
	expect(DEV_ZERO, CD);
}

static void test_qmpd_gone(void **state)
{
	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	close(qmpd);
	event(UEVENT_DISK_ADD, CD, "zero");	/* no SIGPIPE */
	assert_false(known_has(&m.known, CD));
}

/*
 * A flood in no order at all, of two drives, a disk and a vbd that xenstore
 * does not have: a drive's medium is handed over when it comes and is not
 * there yet, and at no other time.
 */
static void test_flood(void **state)
{
	static const unsigned int ids[] = { CD, CD2, DISK, 51712 };
	static const enum uevent_kind kinds[] = {
		UEVENT_VBD_ADD, UEVENT_DISK_ADD, UEVENT_VBD_REMOVE,
		UEVENT_DISK_REMOVE, UEVENT_OTHER,
	};
	bool there[4] = { false };
	unsigned int x = 1, i, id;
	enum uevent_kind kind;

	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	store_set(CD2, STORE_VBD_CDROM);
	store_set(DISK, STORE_VBD_DISK);
	for (i = 0; i < 2000; i++) {
		x = x * 1103515245u + 12345u;
		id = x >> 16 & 3;
		kind = kinds[(x >> 18) % 5];
		event(kind, ids[id], "zero");
		if (kind == UEVENT_DISK_ADD && id < 2 && !there[id])
			expect(DEV_ZERO, ids[id]);
		expect_none();
		if (kind == UEVENT_DISK_ADD && id < 2)
			there[id] = true;
		if (kind == UEVENT_VBD_REMOVE || kind == UEVENT_DISK_REMOVE)
			there[id] = false;
	}
}

/* After lost events: what went is forgotten, what came is handed over. */
static void test_rescan(void **state)
{
	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	assert_int_equal(media_at_boot(&m), 0);
	store_n = 0;
	store_set(CD2, STORE_VBD_CDROM_EMPTY);
	media_rescan(&m);
	assert_false(known_has(&m.known, CD));
	expect(DEV_NULL, CD2);
	media_rescan(&m);
	expect_none();
}

/* What xenstore does not say is not taken for gone; its loss is noted. */
static void test_errors(void **state)
{
	(void)state;
	store_set(CD, STORE_VBD_CDROM);
	assert_int_equal(media_at_boot(&m), 0);
	store[0].vbd = -ENOMEM;
	media_rescan(&m);
	assert_true(known_has(&m.known, CD));
	assert_false(m.lost);
	event(UEVENT_DISK_REMOVE, CD, "zero");
	event(UEVENT_DISK_ADD, CD, "zero");
	expect_none();
	assert_false(m.lost);
	store[0].vbd = -EBADF;
	event(UEVENT_DISK_ADD, CD, "zero");
	expect_none();
	assert_true(m.lost);
}

static void test_too_many(void **state)
{
	unsigned int i;

	(void)state;
	for (i = 0; i < KNOWN_MAX; i++)
		known_add(&m.known, 100000 + i);
	store_set(CD, STORE_VBD_CDROM);
	assert_int_equal(media_at_boot(&m), 0);
	event(UEVENT_DISK_ADD, CD, "zero");
	expect(DEV_ZERO, CD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_boot_is_qemus, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_change, setup, teardown),
		cmocka_unit_test_setup_teardown(test_empty, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_drives, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_not_a_medium, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_vanished, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_full_queue, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_qmpd_gone, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_flood, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rescan, setup, teardown),
		cmocka_unit_test_setup_teardown(test_errors, setup, teardown),
		cmocka_unit_test_setup_teardown(test_too_many, setup,
						teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
