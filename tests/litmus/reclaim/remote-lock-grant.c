/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Close-to-open: a CPU that has the server's lock, or is told by one that has it, sees what
 * other clients wrote before.  The page was reclaimed with its flush deferred, so the cache
 * has nothing to drop when the lock is granted; the TLB has.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	another client writes it	        r1 = load(x)
 *	lock(file)
 *	y = 1
 *	unlock(file)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	serve_remotely(r);
	truncate_file(r, r->file[0], 1); /* all of it is revalidated */
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_change_lock(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	remote_change(r, 0, NEW);
	lock_remote(r);
	tell(&r->y);
	unlock_remote(r);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(remote_lock_grant) = {
	.name = "reclaim/remote-lock-grant",
	.asks = "under a server's lock, does every mapping show what others wrote before?",
	.source = "threads/000: file locking and page cache flushing of network file systems",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_change_lock, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the lock, yet read the old page", 1, OLD),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("told, and read the new content", 1, NEW),
		SOMETIMES("read before the lock", 0, OLD),
		SOMETIMES("read the new content before being told", 0, NEW),
	},
	.teeth = {
		TOOTH(REMOTE_LOCK_SKIP_LUF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
