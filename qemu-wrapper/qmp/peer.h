/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PEER_H
#define PEER_H

/*
 * cli_live of the shared page (xen/include/public/io/libxenvchan.h). The
 * client writes GONE and NEW and never reads the byte; SERVED is our own mark.
 */
enum {
	LIVE_GONE = 0,
	LIVE_NEW = 1,
	LIVE_NEVER = 2,
	LIVE_SERVED = 3
};

enum peer_state {
	PEER_NONE,	/* nobody is served */
	PEER_HERE,	/* the client marked SERVED is served */
	PEER_HUNGUP	/* it was told to go and has not gone yet */
};

enum peer_act {
	PEER_WAIT,	/* nothing to do */
	PEER_START,	/* a client came: begin a session */
	PEER_STOP,	/* the client went: end the session */
	PEER_REPLACE	/* it went and another came: end, then begin */
};

/* What to do about the observed cli_live. */
enum peer_act peer_step(enum peer_state state, unsigned int live);

#endif
