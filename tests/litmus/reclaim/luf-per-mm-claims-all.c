/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 flushes mm 0 and interrupts CPU 1.  By the time that the IPI arrives, CPU 1 runs mm 1,
 * for which a flush was deferred meanwhile.  It has nothing to flush for mm 0, so it must not
 * claim that it has flushed for all mms.
 *
 *	CPU 0				CPU 1
 *	munmap(x), in mm 0, and		to mm 1
 *	more pages behind it		r0 = load(x)
 *					reclaim x's page
 *					write(file)
 *					r1 = load(x)
 */
#include <tests/litmus.h>

#define PAGES window_pages(8)

static void map_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->x, PAGES, VM_READ | VM_WRITE, NULL, 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	for (size_t i = 0; i < PAGES; i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void touch_both(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->x);
	become(r->mm);
	touch(r);
}

static void unmap_them(struct run *r)
{
	for (size_t i = 0; i < PAGES; i++)
		unmap(r, r->x + i * PAGE_SIZE);
}

static void switch_defer_write(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	pause_us(looks(r)); /* the interrupt may be late */
	write_content(r, r->file[0], 0, NEW);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_per_mm_claims_all) = {
	.name = "reclaim/luf-per-mm-claims-all",
	.asks = "does a flush of one mm leave alone what a CPU owes to another?",
	.source = "threads/001: ugen_done covers all mms of a CPU",
	.setup = map_both,
	.warm = { touch, touch_both },
	.cpu = { unmap_them, switch_defer_write },
	.regs = { "1:before", "1:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("wrote the file, yet read the old page", OLD, OLD),
		SOMETIMES("read what it wrote", OLD, NEW),
	},
	.teeth = {
		TOOTH(FLUSH_MM_CLAIMS_ALL, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
