/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim defers the flush of several pages under one name.  CPU 1 flushes itself meanwhile,
 * so that it is up to date for the first, and fetches the entry of the last, which is cleared
 * only then: whoever takes that frame must flush CPU 1 once more.
 *
 *	CPU 0				CPU 1
 *	reclaim x and those behind	write() to another page of the file
 *	allocate a frame, fill it	r0 = load(the last), until told, and once more
 *	y = 1
 */
#include <tests/litmus.h>

#define PAGES 32
#define LOOKS 1

static uint64_t last_page(void)
{
	return window_pages(PAGES) - 1;
}

static void map_all(struct run *r)
{
	content(r, r->file[0], 0, OTHER);
	content(r, r->file[0], last_page(), OLD);
	map_pages(r->mm, r->x, last_page() + 1, VM_READ | VM_SHARED, r->file[0], 0);
	for (uint64_t i = 0; i <= last_page(); i++)
		fault_in(r->mm, r->x + i * PAGE_SIZE);
	(void)read_content(r, r->file[0], PAGES);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_occupy(struct run *r)
{
	reclaim(r, r->file[0], 0, last_page() + 1);
	occupy_frame(r, NEW);
	tell(&r->y);
}

static void write_then_look(struct run *r)
{
	write_content(r, r->file[0], PAGES, OTHER);
	r->reg[0] = load_until_told(r, r->x + last_page() * PAGE_SIZE, OLD, LOOKS);
}

LITMUS(luf_batch_ugen) = {
	.name = "reclaim/luf-batch-ugen",
	.asks = "is a flush for the first page of a batch never taken for one of all?",
	.source = "Park, LUF v12: a batch has the newest ugen of its pages",
	.setup = map_all,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_occupy, write_then_look },
	.regs = { "1:last" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", NEW),
		SOMETIMES("read the page", OLD),
	},
	.teeth = {
		TOOTH(LUF_BATCH_KEEPS_OLDEST, .policies = ON_LUF, .owners = OWNERS_ANY,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
