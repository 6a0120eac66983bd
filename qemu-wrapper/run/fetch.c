// SPDX-License-Identifier: GPL-2.0-or-later
/* The live xenstore as a struct store: the only file that talks to it. */
#include "fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <xenstore.h>

static ssize_t fetch_read(const struct store *s, const char *path,
			  char *buf, size_t cap)
{
	unsigned int len;
	void *value = xs_read(s->priv, XBT_NULL, path, &len);
	ssize_t rc;

	if (value == NULL)
		return -errno;
	if (len > cap) {
		rc = -EFBIG;
	} else {
		memcpy(buf, value, len);
		rc = (ssize_t)len;
	}
	free(value);
	return rc;
}

static int fetch_list(const struct store *s, const char *path,
		      store_visit *visit, void *arg)
{
	unsigned int n, i;
	char **names = xs_directory(s->priv, XBT_NULL, path, &n);
	int rc = 0;

	if (names == NULL)
		return -errno;
	for (i = 0; i < n && rc == 0; i++)
		rc = visit(arg, names[i]);
	free(names);
	return rc;
}

int fetch_open(struct store *s)
{
	s->priv = xs_open(0);
	if (s->priv == NULL)
		return -errno;
	s->read = fetch_read;
	s->list = fetch_list;
	return 0;
}

void fetch_close(struct store *s)
{
	xs_close(s->priv);
	s->priv = NULL;
}
