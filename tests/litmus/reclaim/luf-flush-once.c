/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two pages are reclaimed together, with one deferred flush.  It is made when the first frame
 * leaves the allocator; the second frame then needs none.  That is what LUF saves.
 *
 *	CPU 0				CPU 1
 *	reclaim both pages		wait for y
 *	allocate a frame, fill it	r1 = load(x)
 *	allocate a frame, fill it
 *	r0 = IPIs sent for that
 *	y = 1
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, NEW);
	map_pages(r->mm, r->x, 2, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch_both(struct run *r)
{
	(void)load(r, r->x);
	(void)load(r, r->x + PAGE_SIZE);
}

static void reclaim_and_reuse_both(struct run *r)
{
	uint64_t before;

	reclaim(r, r->file[0], 0, 2);
	occupy_frame(r, OTHER);
	before = ipis_sent();
	occupy_frame(r, OTHER);
	r->reg[0] = ipis_sent() - before;
	tell(&r->y);
}

static void await_then_read(struct run *r)
{
	await(&r->y);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_flush_once) = {
	.name = "reclaim/luf-flush-once",
	.asks = "is a deferred flush that has been made not made again?",
	.source = "threads/000: luf_ugen and ugen_done",
	.setup = map_file,
	.warm = { NULL, touch_both },
	.cpu = { reclaim_and_reuse_both, await_then_read },
	.regs = { "0:ipis", "1:x" },
	.sees = { OLD, OTHER },
	.outcomes = {
		NEVER("the same flush twice", 1, OLD),
		NEVER("read the frame's next owner", 0, OTHER),
		SOMETIMES("one flush", 0, OLD),
	},
	.teeth = {
		TOOTH(UGEN_SKIP_PUBLISH, .policies = ON_LUF),
	},
};
