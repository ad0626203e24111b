/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine/sched.c: an execution in which a CPU waits for ever is not one that has ended.
 */
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

enum { Y, W };

static unsigned int endings; /* a bit for each */

static void look(void)
{
	endings |= 1u << execution.ending;
}

static unsigned int endings_of(const struct stage *stage)
{
	endings = 0;
	stage_explore(stage, &strategy_naive, look);
	return endings;
}

TEST(goes_on, "model: a CPU that waits for what another tells goes on")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(AWAIT, .at = Y)), OPS(DO(TELL, .at = Y)) } },
	};

	EXPECT_EQ(endings_of(&stage), 1u << ENDING_DONE);
}

TEST(waits_for_ever, "model: a CPU that waits for what nobody tells, or releases, is told")
{
	static const struct stage awaits = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(AWAIT, .at = Y)), OPS(DO(TELL, .at = W)) } },
	};
	static const struct stage lock = {
		.program = { .nr_cpus = 2, .cpu = { OPS(DO(LOCK)), OPS(DO(LOCK)) } },
	};
	static const struct stage handler = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(IPI, .at = 1), DO(WAIT_IPI, .at = 1)),
				      OPS(DO(IRQS_OFF)) } },
	};

	EXPECT_EQ(endings_of(&awaits), 1u << ENDING_DEADLOCK);
	EXPECT_EQ(endings_of(&lock), 1u << ENDING_DEADLOCK);
	/* Unless the interrupt is taken first. */
	EXPECT_EQ(endings_of(&handler), 1u << ENDING_DEADLOCK | 1u << ENDING_DONE);
}
