/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/ksm-merge-stale-write, but CPU 1 reclaims the page: it finds an entry without W
 * and D, which two others have cleared and not flushed.
 *
 *	CPU 0			CPU 1			CPU 2
 *	clear_refs(x)		swap out x		r0 = store(x, 2)
 *	finally: r1 = what x shows
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch_then_give_up(struct run *r)
{
	(void)load(r, r->x);
	begin_madvise_free(r->mm, r->x);
}

static void clear_x(struct run *r)
{
	clear_refs(r->mm, r->x, 1);
}

static void take_x(struct run *r)
{
	swap_out(r, r->x);
}

static void store_x(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void look(struct run *r)
{
	populate(r, r->x);
	r->reg[1] = mapped_content(r, r->x);
	end_madvise_free();
}

LITMUS(madv_free_vs_reclaim) = {
	.name = "pairs/madv-free-vs-reclaim",
	.asks = "does a store survive the swap-out of its page, whatever others have yet to flush?",
	.source = "b3a81d0841a9, for reclaim",
	.setup = map_memory,
	.warm = { NULL, NULL, touch_then_give_up },
	.cpu = { clear_x, take_x, store_x },
	.finish = look,
	.regs = { "2:store", "x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store is there", DONE, 2),
		NEVER("the store is lost", DONE, FRESH),
	},
	.teeth = {
		TOOTH(UNMAP_IGNORES_PENDING, .policies = ON_LUF,
			.needs = KEEPS_WRITE | KEEPS_DIRTY | KEEPS_REMOTE),
	},
};
