/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page moves while another CPU stores into it.  Through a stale translation the store
 * reaches the old frame: unless it is in the copy, it is lost.
 *
 *	CPU 0				CPU 1
 *	move x				r0 = store(x, 2)
 *	finally: r1 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void dirty(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void move(struct run *r)
{
	migrate(r, r->x);
}

static void store_again(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void read_back(struct run *r)
{
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
	occupy_frame(r, OTHER); /* takes the old frame: a store to it while it was free is found */
}

LITMUS(migrate_copy_vs_store) = {
	.name = "migrate/copy-vs-store",
	.asks = "does a store survive the moving of its page?",
	.source = "Linux, migrate_pages_batch(): try_to_unmap_flush() before the copy",
	.setup = map_x,
	.warm = { NULL, dirty },
	.cpu = { move, store_again },
	.finish = read_back,
	.regs = { "1:x", "x" },
	.sees = { 1, 2, FRESH },
	.outcomes = {
		NEVER("the store is lost", DONE, 1),
		NEVER("the page is lost", DONE, FRESH),
		SOMETIMES("the store is there", DONE, 2),
	},
	.teeth = {
		TOOTH(MIGRATE_COPIES_FIRST, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
