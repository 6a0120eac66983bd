// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Adds QEMU's device state to the file that dom0 keeps of this console, as a
 * record (init/lib/state.h). Does not look at the state: QEMU wrote it. Never
 * blocks.
 *
 * When does dom0 have it all? TIOCOUTQ tells when the last byte has gone into
 * the ring of the Xen console. With STATE_PAD zeros behind the state, dom0's
 * QEMU has then written the state's last byte to the file.
 *
 * A record that was begun has to become as long as its header says, or the next
 * one could not be found. When it is given up, and when we are killed, what it
 * lacks is a debt, which the next save pays in zeros.
 */
#include "save.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hvc.h"
#include "pci.h"
#include "state.h"

#define DRAIN_MS 10

int save_open(const char *path)
{
	return hvc_open(path, O_WRONLY);
}

struct save_memo *save_recall(int fd)
{
	void *p = mmap(NULL, sizeof(struct save_memo), PROT_READ | PROT_WRITE,
		       MAP_SHARED, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

void save_init(struct save *s, int src, int dst, struct save_memo *memo)
{
	memset(s, 0, sizeof(*s));
	s->src = src;
	s->dst = dst;
	s->memo = memo;
}

/* Would a record of as many bytes of state make dom0's file too long? */
static bool file_full(const struct save *s)
{
	return s->memo->sent + s->memo->debt + STATE_HEAD + (uint64_t)s->len +
		STATE_PAD > STATE_FILE_MAX;
}

const char *save_refuse(const struct save *s)
{
	if (s->dst < 0)
		return "no save console";
	if (file_full(s))
		return "too many saves since its start for a restore to read "
			"in time: reboot the guest first";
	return NULL;
}

const char *save_refuse_soon(const struct save *s)
{
	if (pci_passed(s->pci))
		return "the guest has a PCI device, whose state is not saved";
	return save_refuse(s);
}

/*
 * QEMU truncates the file and goes on at the offset of its descriptor, where
 * the last state ended (qemu_dup_flags(), util/osdep.c): before each state
 * but the first there is a hole. A state begins with a letter.
 */
static off_t state_begin(int fd)
{
	char buf[4096];
	off_t off = 0;
	ssize_t n, i;

	/* Always on to the next data: a hostile hole may have no end. */
	while ((off = lseek(fd, off, SEEK_DATA)) >= 0) {
		n = pread(fd, buf, sizeof(buf), off);
		if (n <= 0)
			return n < 0 ? -errno : -ENODATA;
		for (i = 0; i < n; i++)
			if (buf[i] != 0)
				return off + i;
		off += n;
	}
	return errno == ENXIO ? -ENODATA : -errno;
}

/* The part's length, or -errno; -ENODATA at the end. */
static ssize_t state_part(const struct save *s, char *buf, size_t cap,
			  off_t off)
{
	off_t left = s->end - off;
	ssize_t n;

	if ((off_t)cap > left)
		cap = (size_t)left;
	n = pread(s->src, buf, cap, off);
	if (n < 0)
		return -errno;
	return n == 0 ? -ENODATA : n;	/* it shrank under our hands */
}

static int state_sum(struct save *s)
{
	char buf[4096];
	off_t off = s->off;
	ssize_t n;

	s->want = 0;
	while (off < s->end) {
		n = state_part(s, buf, sizeof(buf), off);
		if (n < 0)
			return (int)n;
		s->want = state_crc(s->want, buf, (size_t)n);
		off += n;
	}
	return 0;
}

static int state_find(struct save *s)
{
	struct stat st;
	off_t len;

	s->off = state_begin(s->src);
	if (s->off < 0)
		return (int)s->off;
	if (fstat(s->src, &st) < 0)
		return -errno;
	s->end = st.st_size;
	len = s->end - s->off;
	if (len <= 0)
		return -ENODATA;
	if (len > STATE_MAX)
		return -EFBIG;
	s->len = len;
	if (file_full(s))
		return -EFBIG;
	return state_sum(s);
}

void save_discard(const struct save *s)
{
	(void)ftruncate(s->src, 0);	/* QEMU's next save does it as well */
}

/* The next of so many zeros. Returns how many are in chunk. */
static size_t zeros_fill(struct save *s, uint64_t left)
{
	size_t n = left < sizeof(s->chunk) ? (size_t)left : sizeof(s->chunk);

	memset(s->chunk, 0, n);
	s->have = n;
	s->sent = 0;
	return n;
}

/* Owed before its first byte goes: who is killed then has noted it. */
static void head_fill(struct save *s)
{
	struct state_head head = {
		.number = ++s->memo->number,
		.len = (uint32_t)s->len,
		.crc = s->want,
	};

	state_head_put((unsigned char *)s->chunk, &head);
	s->have = STATE_HEAD;
	s->sent = 0;
	s->crc = 0;
	s->memo->debt = STATE_HEAD + (uint64_t)s->len;
	s->state = SAVE_COPY;
}

static int data_fill(struct save *s)
{
	ssize_t n = state_part(s, s->chunk, sizeof(s->chunk), s->off);

	if (n < 0)
		return (int)n;
	s->crc = state_crc(s->crc, s->chunk, (size_t)n);
	s->off += n;
	s->have = (size_t)n;
	s->sent = 0;
	return 0;
}

/* -EIO: QEMU has changed the file, and the record is worth nothing. */
static int tail_begin(struct save *s)
{
	if (s->crc != s->want)
		return -EIO;
	s->zeros = STATE_PAD;
	s->state = SAVE_TAIL;
	s->zeros -= zeros_fill(s, s->zeros);
	return 0;
}

static int chunk_next(struct save *s)
{
	if (s->state == SAVE_COPY)
		return s->off < s->end ? data_fill(s) : tail_begin(s);
	if (s->state == SAVE_TAIL && s->zeros > 0)
		s->zeros -= zeros_fill(s, s->zeros);
	else if (s->state == SAVE_TAIL)
		s->state = SAVE_DRAIN;
	else if (s->memo->debt > 0)
		(void)zeros_fill(s, s->memo->debt);
	else
		head_fill(s);
	return 0;
}

static int chunk_write(struct save *s)
{
	ssize_t n = write(s->dst, s->chunk + s->sent, s->have - s->sent);
	uint64_t paid = n > 0 ? (uint64_t)n : 0;

	if (n < 0 && errno != EAGAIN && errno != EINTR)
		return -errno;
	s->sent += (size_t)paid;
	s->memo->sent += paid;
	s->memo->debt -= paid < s->memo->debt ? paid : s->memo->debt;
	return -EINPROGRESS;
}

static int drain_step(const struct save *s)
{
	int left = hvc_pending(s->dst);

	if (left < 0)
		return left;
	return left > 0 ? -EINPROGRESS : 0;
}

static int advance(struct save *s)
{
	int rc = 0;

	if (s->state != SAVE_DRAIN && s->sent == s->have)
		rc = chunk_next(s);
	if (rc < 0)
		return rc;
	return s->state == SAVE_DRAIN ? drain_step(s) : chunk_write(s);
}

int save_start(struct save *s)
{
	int rc = state_find(s);

	if (rc < 0) {
		save_discard(s);
		return rc;
	}
	s->state = SAVE_DEBT;	/* none, as a rule */
	return 0;
}

short save_events(const struct save *s)
{
	return s->state == SAVE_IDLE || s->state == SAVE_DRAIN ? 0 : POLLOUT;
}

int save_timeout(const struct save *s)
{
	return s->state == SAVE_DRAIN ? DRAIN_MS : -1;
}

int save_step(struct save *s)
{
	int rc = advance(s);

	if (rc != -EINPROGRESS)
		save_abort(s);
	return rc;
}

void save_abort(struct save *s)
{
	if (s->state == SAVE_IDLE)
		return;
	save_discard(s);
	s->state = SAVE_IDLE;
}
