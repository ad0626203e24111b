/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/ksm-merge-stale-write, but CPU 1 moves the page: it finds an entry without W
 * and D, which two others have cleared and not flushed.
 *
 *	CPU 0			CPU 1			CPU 2
 *	clear_refs(x)		move x			r0 = store(x, 2)
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

static void move_x(struct run *r)
{
	migrate(r, r->x);
}

static void store_x(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void look(struct run *r)
{
	r->reg[1] = mapped_content(r, r->x);
	end_madvise_free();
}

LITMUS(madv_free_vs_migrate) = {
	.name = "pairs/madv-free-vs-migrate",
	.asks = "does a store survive the move of its page, whatever others have yet to flush?",
	.source = "b3a81d0841a9, for migration",
	.setup = map_memory,
	.warm = { NULL, NULL, touch_then_give_up },
	.cpu = { clear_x, move_x, store_x },
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
