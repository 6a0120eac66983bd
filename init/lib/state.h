/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How device states lie in the file dom0 keeps of them. It is one file for
 * the life of a stub domain and can only grow: a state is a record of header,
 * data and zeros, the next save adds another, and the last one counts. Zeros
 * between records mean nothing. A record that was cut off, even in its header,
 * is filled up with zeros to its length at least, and counts for nothing.
 *
 * Header, little-endian: magic[8], version u32, number u32, length of the
 * data u64, CRC-32 of the data u32, CRC-32 of the 28 bytes before u32.
 */
#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATE_HEAD	32
#define STATE_VERSION	1
#define STATE_PLAIN	"QEVM"	/* QEMU_VM_FILE_MAGIC, migration/savevm.h */
#define STATE_PLAIN_LEN	4

/* What the tmpfs it is written to can hold (init/mounts.c). */
#define STATE_MAX	(16u << 20)

/*
 * The Xen console's ring, in the direction out of the domain (struct
 * xencons_interface, xen/include/public/io/console.h). hvc's own buffer being
 * empty, at most this much of what was written is not yet consumed.
 */
#define STATE_RING	2048

/*
 * Zeros after the data. dom0's QEMU takes at most one ring in one go and
 * writes it out before it takes more (con_event in its hw/char/xen_console.c):
 * when one ring has been taken after the data, its last byte is in the file.
 */
#define STATE_PAD	(2 * STATE_RING)

/*
 * The longest file that is made. A restore has to read all of it within 20 s
 * (RESTORE_TIMEOUT_MS, run/apply.c), 1 KiB, the Xen console's other ring, at a
 * time: that takes 9.8 s on the emulated host (scenario save-many, SOAK=1), and a
 * dom0 that is half as fast is still in time.
 */
#define STATE_FILE_MAX	(16u << 20)

struct state_head {
	uint32_t number;	/* from 1 on */
	uint32_t len;		/* of the data, 1 to STATE_MAX */
	uint32_t crc;		/* of the data */
};

/* CRC-32 of IEEE 802.3; crc is what it was up to here, 0 at first. */
uint32_t state_crc(uint32_t crc, const void *data, size_t n);

/* The bytes of a header. */
void state_head_put(uint8_t buf[STATE_HEAD], const struct state_head *h);

enum state_event {
	STATE_NOTHING,	/* what was taken means nothing to the caller */
	STATE_BEGIN,	/* data begins: it replaces what came before */
	STATE_DATA,	/* what was taken is data */
	STATE_BAD	/* nothing can be made of the rest */
};

enum state_why {
	STATE_GOOD,
	STATE_EMPTY,		/* no byte but zeros */
	STATE_FOREIGN,		/* neither ours nor QEMU's */
	STATE_BAD_HEAD,		/* its checksum is wrong */
	STATE_BAD_VERSION,
	STATE_BAD_LEN,
	STATE_BAD_CRC,		/* of the data */
	STATE_CUT_HEAD,		/* the stream ends too early */
	STATE_CUT_DATA
};

struct state_reader {
	enum { STATE_IN_GAP, STATE_IN_HEAD, STATE_IN_DATA, STATE_IN_PLAIN,
	       STATE_IN_ERROR } in;
	enum state_why why;	/* what the last record was like */
	uint64_t off;		/* bytes taken */
	uint64_t start;		/* where the last record begins */
	unsigned int records;	/* begun */
	struct state_head head;
	uint32_t version;
	uint32_t got;		/* bytes of data so far */
	uint32_t crc;		/* of these */
	size_t have;		/* bytes of raw */
	uint8_t raw[STATE_HEAD];
};

/* At the beginning of a stream. */
void state_reader_init(struct state_reader *r);

/*
 * Take some of the n > 0 bytes at p: returns how many (none is possible, but
 * for ever only with STATE_BAD) and what they are. STATE_BEGIN of a plain
 * stream (r->in == STATE_IN_PLAIN): STATE_PLAIN, its first bytes, have been
 * taken before and are data.
 */
size_t state_read(struct state_reader *r, const uint8_t *p, size_t n,
		  enum state_event *ev);

/* The stream has ended: is the last record a whole one? */
enum state_why state_end(const struct state_reader *r);

/* What was expected and what was there, for the log. */
void state_explain(const struct state_reader *r, enum state_why why,
		   char *buf, size_t cap);

#endif
