/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * write() changes a page of a file that CPU 1 reads and reclaims meanwhile.  If that reclaim
 * defers a flush before the page is changed, write() must make the flush.  So write() asks for
 * deferred flushes only when it has locked the page, which then cannot be reclaimed.
 *
 *	CPU 0				CPU 1
 *	write(file)			repeat: load(x)
 *	y = 1				        reclaim x's page
 *					wait for y
 *					r0 = load(x)
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

static void write_then_tell(struct run *r)
{
	write_content(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void reclaim_then_read(struct run *r)
{
	for (unsigned int i = looks(r); i && !told(&r->y); i--) {
		(void)load(r, r->x);
		reclaim(r, r->file[0], 0, 1);
	}
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_write_vs_reclaim) = {
	.name = "reclaim/luf-write-vs-reclaim",
	.asks = "does write() settle what is deferred until it has the page?",
	.source = "threads/000 (Hildenbrand 2024): the case that PTE markers cannot handle",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { write_then_tell, reclaim_then_read },
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the write, yet read the old page", OLD),
		SOMETIMES("read what was written", NEW),
	},
	.teeth = {
		TOOTH(WRITE_SETTLES_EARLY, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
