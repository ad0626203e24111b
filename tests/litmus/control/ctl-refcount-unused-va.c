/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A frame that was never mapped is taken, written and freed: no CPU can reach it, so none
 * has to flush.
 *
 *	CPU 0
 *	allocate a frame, fill it, free it
 *	r0 = IPIs sent
 */
#include <tests/litmus.h>

static void map_nothing(struct run *r)
{
	content(r, r->file[0], 0, OLD);
}

static void use_a_frame(struct run *r)
{
	uint64_t before = ipis_sent();

	occupy_frame(r, OTHER);
	r->reg[0] = ipis_sent() - before;
}

LITMUS(ctl_refcount_unused_va) = {
	.name = "control/ctl-refcount-unused-va",
	.asks = "does a frame that was never mapped cost no shootdown?",
	.source = "SDM vol. 3, 4.10.2.3: what was never mapped is not cached",
	.setup = map_nothing,
	.cpu = { use_a_frame },
	.regs = { "0:ipis" },
	.sees = { OLD },
	.outcomes = {
		NEVER("somebody was interrupted", 1),
		SOMETIMES("nobody was interrupted", 0),
	},
	.control = true,
};
