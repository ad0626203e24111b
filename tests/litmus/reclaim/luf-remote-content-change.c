/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file that a server keeps.  Its page is reclaimed with the flush deferred; another
 * client changes it; a read fault brings the new content in.  No write() of ours has
 * run, so nothing but the refill can know that the old page must be seen no more.
 *
 *	CPU 0				CPU 1
 *	reclaim the page		load(x)
 *	another client writes it	repeat: r0 = y
 *	r2 = load(z)			        r1 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_twice(struct run *r)
{
	serve_remotely(r);
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_change_refill(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	remote_change(r, 0, NEW);
	r->reg[2] = load(r, r->z);
	tell(&r->y);
}

/* The first look may bring the old page back into the cache. */
static void look_then_listen(struct run *r)
{
	(void)load(r, r->x);
	listen_and_load(r, r->x);
}

LITMUS(luf_remote_content_change) = {
	.name = "reclaim/luf-remote-content-change",
	.asks = "once somebody has read a server's new content, does nobody read the old?",
	.source = "threads/000 (Hansen 2024): network file systems change content without a write",
	.setup = map_twice,
	.warm = { NULL, touch },
	.cpu = { reclaim_change_refill, look_then_listen },
	.regs = { "1:y", "1:x", "0:z" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the new content, yet read the old page", 1, OLD, NEW),
		SOMETIMES("told, and read the new content", 1, NEW, NEW),
		SOMETIMES("the old page was back in the cache", 1, OLD, OLD),
		SOMETIMES("read before it was told", 0, OLD, NEW),
		SOMETIMES("read the new content before it was told", 0, NEW, NEW),
		SOMETIMES("read before it was told of the old page", 0, OLD, OLD),
	},
	.teeth = {
		TOOTH(REFILL_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
