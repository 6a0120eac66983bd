// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who is at the other end of the vchan. Decides only; vchan.c touches memory.
 *
 * libxenvchan's client sets cli_live to 1 when it maps the ring and to 0 when
 * it lets go, each with an event; indices are not reset. dom0's proxy handles
 * one connection after the other in one thread, so the byte goes 1,0,1,0...
 * (0 is stored twice, by the library and by gntdev on unmapping; both come
 * before the next 1). Events merge: a server that runs late sees only the last
 * value. We answer each 1 by a compare-and-exchange 1 -> 3. Every order:
 *
 *  seen while serving   what happened                      so
 *  3                    same client (only we write 3)      go on
 *  0                    it left                            end
 *  1                    it left, and n >= 1 others came,   end, begin for
 *                       of whom the last is still there    the last
 *  0, later 1           the same, seen in two steps        end; begin
 *
 * The exchange itself meets either 1 (whoever stored it last is now ours: all
 * before it have gone) or not (that one has gone as well: nobody to serve, and
 * its going away raised an event that is still to be handled). A 0 stored
 * right after the exchange is seen as "left". No order loses a client, since
 * nothing but the exchange turns a 1 into something else.
 *
 * Left open: two proxies at once. Were one killed and another started by hand,
 * gntdev's late 0 for the first could hit the second's 1; it would then have
 * to connect again. libxl starts one proxy in a domain's life.
 */
#include "peer.h"

static enum peer_act gone_or_replaced(unsigned int live)
{
	if (live == LIVE_SERVED)
		return PEER_WAIT;
	return live == LIVE_NEW ? PEER_REPLACE : PEER_STOP;
}

enum peer_act peer_step(enum peer_state state, unsigned int live)
{
	switch (state) {
	case PEER_NONE:
		return live == LIVE_NEW ? PEER_START : PEER_WAIT;
	case PEER_HERE:
	case PEER_HUNGUP:
		return gone_or_replaced(live);
	}
	return PEER_WAIT;
}
