/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/luf-munmap-mmap-stale-ro, for anonymous memory: munmap() finds a swap entry
 * and nothing that it would flush for, and the flush of the frame before is deferred.
 *
 *	CPU 0				CPU 1
 *	swap out x			wait for y
 *	munmap(x), map a file there	r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	content(r, r->file[0], 0, NEW);
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_and_map(struct run *r)
{
	swap_out(r, r->x);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_munmap_mmap_anon) = {
	.name = "swap/luf-munmap-mmap",
	.asks = "does munmap() of a swapped-out page make the flush that LUF deferred?",
	.source = "threads/001: the blind spot of mmu_gather",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { swap_out_and_map, wait_then_read },
	.regs = { "1:x" },
	.sees = { 1, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read what was swapped out", 1),
		SOMETIMES("read the file", NEW),
	},
	.teeth = {
		TOOTH(ZAP_SKIP_MARKER, .policies = ON_LUF, .tracks = TRACK_PTE,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(LUF_TRACKS_NOTHING, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
