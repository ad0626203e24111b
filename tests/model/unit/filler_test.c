/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine/filler.c: what a TLB that fills by speculation may fill.
 */
#include <arch/model/search/explore.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

#define LEAF (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED | PTE_DIRTY)

static bool is_old;
static bool is_foreign;

static void look(void)
{
	uint64_t value = raw_state.reg[0];

	is_old |= value == RAW_IN_A;
	is_foreign |= value != RAW_IN_A && value != RAW_IN_B;
}

TEST(anew, "model: a speculative fill finds nothing of the execution before")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .bits = PTE_ACCESSED | PTE_DIRTY,
			     .cpu = { OPS(KEEP(LOAD, 0), DO(TELL)),
				      OPS(DO(POINT, .value = 1, .bits = LEAF), DO(AWAIT),
					  DO(POINT, .value = 3, .bits = LEAF)) } },
		.tlb = TLB_EAGER,
	};

	/* The last frame is mapped only after the load. */
	stage_explore(&stage, &strategy_naive, look);
	EXPECT(is_old);
	EXPECT(!is_foreign);
}
