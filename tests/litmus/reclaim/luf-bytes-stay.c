/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is reclaimed and its frame free, with the flush deferred.  A CPU that has the old
 * translation may read on until it flushes.  So the bytes must stay what they were, and the
 * allocator may write nothing into the free frame.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	y = 1				        r1 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_tell(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_bytes_stay) = {
	.name = "reclaim/luf-bytes-stay",
	.asks = "does a free frame keep its bytes while its flush is deferred?",
	.source = "threads/001; SDM vol. 3, 4.10.5: until the frame is given another use",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_tell, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read what the allocator wrote", 0, FREED),
		NEVER("told, and read what the allocator wrote", 1, FREED),
		SOMETIMES("read the page", 0, OLD),
		SOMETIMES("told, and read the page", 1, OLD),
	},
	.teeth = {
		TOOTH(FREE_MARKS_PENDING, .policies = ON_LUF),
	},
};
