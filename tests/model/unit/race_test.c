/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge/race.c: races of CPUs are reported, and what a program and its CPU's handler share is
 * found.
 */
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>
#include <tests/model/unit/acts.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

TEST(marked, "model: a plain store beside another CPU's marked load is a race, in either order")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2 },
		.act = { act_load, act_store_plainly },
	};

	stage_play(&stage, "ab");
	EXPECT(stage_violates("race"));
	stage_play(&stage, "ba");
	EXPECT(stage_violates("race"));
}

static uint64_t seen; /* a bit for each value of register 0 */

static void look(void)
{
	seen |= 1ULL << raw_state.reg[0];
}

TEST(shared, "model: DPOR runs both orders of plain accesses of a program and its CPU's handler")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(IPI, .at = 1)),
				      OPS(DO(SEE), DO(PUT, .value = 1), DO(SEE), KEEP(GET, 0)) },
			     .handler = { [1] = OPS(DO(PUT, .value = 2)) } },
	};

	stage_explore(&stage, &strategy_dpor, look);
	EXPECT_EQ(seen, 1 << 1 | 1 << 2);
}
