/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The server tells its clients of a page that one of them has changed, and waits for
 * them: when that is over nobody may read the old content.  Its page was reclaimed with
 * the flush deferred, and may have been read in anew since.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	another client writes it	        r1 = load(x)
 *	the server calls
 *	y = 1
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	serve_remotely(r);
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_change_call(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	remote_change(r, 0, NEW);
	remote_tells(r, 0);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(remote_callback) = {
	.name = "reclaim/remote-callback",
	.asks = "once a server's call is answered, does no mapping show the old content?",
	.source = "threads/000: network file systems; AFS, callback promises",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_change_call, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the change, yet read the old page", 1, OLD),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("told, and read the new content", 1, NEW),
		SOMETIMES("read before the change", 0, OLD),
		SOMETIMES("read the new content before being told", 0, NEW),
	},
	.teeth = {
		TOOTH(INVALIDATE_SKIP_LUF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
