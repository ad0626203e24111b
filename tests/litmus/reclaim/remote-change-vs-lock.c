/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A server's page is cached.  Another client writes it while we ask for the server's lock: if
 * it was first, the cache must be told before we have it.
 *
 *	CPU 0				CPU 1
 *	another client writes x		lock(file)
 *	y = 1				r0 = y
 *					r1 = read(file)
 *					unlock(file)
 */
#include <tests/litmus.h>

static void cache_page(struct run *r)
{
	serve_remotely(r);
	truncate_file(r, r->file[0], 1); /* all of it is revalidated */
	content(r, r->file[0], 0, OLD);
	(void)read_content(r, r->file[0], 0);
}

static void other_client_writes(struct run *r)
{
	remote_change(r, 0, NEW);
	tell(&r->y);
}

static void lock_and_read(struct run *r)
{
	lock_remote(r);
	r->reg[0] = (uint64_t)told(&r->y);
	r->reg[1] = read_content(r, r->file[0], 0);
	unlock_remote(r);
}

LITMUS(remote_change_vs_lock) = {
	.name = "reclaim/remote-change-vs-lock",
	.asks = "under a server's lock, does a file show what others wrote before?",
	.source = "threads/000: file locking and page cache flushing of network file systems",
	.setup = cache_page,
	.cpu = { other_client_writes, lock_and_read },
	.regs = { "1:y", "1:read" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("the other has written, and we read what was before", 1, OLD),
		SOMETIMES("read what the other has written", ANY, NEW),
		SOMETIMES("read before the other wrote", 0, OLD),
	},
	.teeth = { TOOTH(REMOTE_REVALIDATES_EARLY) },
};
