/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A dirty page is unmapped and written to the device.  A store that another CPU makes
 * through its stale translation after the device has its copy would be lost when the
 * page is freed: such stores must be stopped first.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = store(x, 2)
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

static void reclaim_it(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
}

static void store_again(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void read_file(struct run *r)
{
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(dirty_unmap_io_before_flush) = {
	.name = "reclaim/dirty-unmap-io-before-flush",
	.asks = "does a store survive the reclaim of its page, if it did not fault?",
	.source = "d950c9477d51 (Gorman 2015): defer flush of writable TLB entries",
	.setup = map_shared,
	.warm = { NULL, dirty_x },
	.cpu = { reclaim_it, store_again },
	.finish = read_file,
	.regs = { "1:x", "file" },
	.sees = { OLD },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
	},
	.teeth = {
		TOOTH(RECLAIM_SKIP_DIRTY_FLUSH, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(LUF_IGNORES_WRITABLE, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
