/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is dropped from the cache while somebody stores to it.  The store goes either to
 * the page that is written back first, or to the one that is read in afterwards.
 *
 *	CPU 0				CPU 1
 *	invalidate(file)		r0 = store(x, 2)
 *	finally: r1 = what read() finds
 */
#include <tests/litmus.h>

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void invalidate_it(struct run *r)
{
	invalidate(r, r->file[0], 0);
}

static void store_again(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void read_it(struct run *r)
{
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(invalidate_dirty) = {
	.name = "unmap/invalidate-dirty",
	.asks = "does a store that races with an invalidation survive?",
	.source = "Linux, invalidate_inode_pages2(); catalogue: dirty-unmap-io-before-flush",
	.setup = map_shared,
	.warm = { NULL, dirty_x },
	.cpu = { invalidate_it, store_again },
	.finish = read_it,
	.regs = { "1:x", "file" },
	.sees = { OLD },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
	},
	.teeth = {
		TOOTH(RECLAIM_SKIP_DIRTY_FLUSH, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
