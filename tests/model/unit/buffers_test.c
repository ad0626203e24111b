/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine/buffer.c: what waits until a CPU's stores are visible, and what a load finds meanwhile
 * (SDM vol. 3, 8.2.3.4 and 8.2.5).  Every interleaving is run, without reduction.
 */
#include <arch/model/search/explore.h>
#include <tests/model/unit/acts.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

enum { Y, W };

static bool both_zero;
static bool unseen;
static uint64_t least;

static void look_at_both(void)
{
	both_zero |= !raw_state.reg[0] && !raw_state.reg[1];
}

/* Store buffering, with @op0 on one CPU and @op1 on the other between the store and the load. */
static bool is_buffered(struct raw_op op0, struct raw_op op1)
{
	struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(TELL, .at = Y), op0, KEEP(SEE, 0, .at = W)),
				      OPS(DO(TELL, .at = W), op1, KEEP(SEE, 1, .at = Y)) } },
		.tso = true,
	};

	both_zero = false;
	stage_explore(&stage, &strategy_naive, look_at_both);
	return both_zero;
}

TEST(fences, "model: a load overtakes a store, but not past a fence")
{
	struct raw_op none = DO(IRQS_ON);
	struct raw_op fence = DO(FENCE);

	EXPECT(is_buffered(none, none));
	EXPECT(is_buffered(fence, none));
	EXPECT(!is_buffered(fence, fence));
}

TEST(locks, "model: no store waits beyond taking a lock, nor beyond a reader's release")
{
	static const struct stage lock = {
		.program = { .nr_cpus = 2 },
		.act = { act_store_lock_load, act_store_lock_load },
		.tso = true,
	};
	static const struct stage unlock = {
		.program = { .nr_cpus = 2 },
		.act = { act_store_read_unlock_load, act_store_read_unlock_load },
		.tso = true,
	};

	stage_explore(&lock, &strategy_naive, look_at_both);
	EXPECT(!both_zero);
	stage_explore(&unlock, &strategy_naive, look_at_both);
	EXPECT(!both_zero);
}

static void look_at_ipi(void)
{
	unseen |= raw_state.handled[1] && !raw_state.reg[0];
}

TEST(ipis, "model: a store before an IPI is visible to its handler")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(TELL), DO(IPI, .at = 1)) },
			     .handler = { [1] = OPS(KEEP(SEE, 0)) } },
		.tso = true,
	};

	stage_explore(&stage, &strategy_naive, look_at_ipi);
	EXPECT(!unseen);
}

static void look_at_return(void)
{
	unseen |= raw_state.reg[1] && !raw_state.reg[2] && !raw_state.reg[0];
}

TEST(returns, "model: a handler's stores are visible when it has returned")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(IPI, .at = 1), DO(TELL, .at = W), DO(FENCE),
					  KEEP(SEE, 0, .at = Y)),
				      OPS(KEEP(SEE, 1, .at = Y), KEEP(SEE, 2, .at = W)) },
			     .handler = { [1] = OPS(DO(TELL, .at = Y)) } },
		.tso = true,
	};

	/* The program knows from y that its handler has been there. */
	stage_explore(&stage, &strategy_naive, look_at_return);
	EXPECT(!unseen);
}

static void look_at_load(void)
{
	least = raw_state.reg[0] < least ? raw_state.reg[0] : least;
}

TEST(newest, "model: of several stores in the buffer a load finds the newest")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 1 },
		.act = { act_store_twice_load },
		.tso = true,
	};

	least = UINT64_MAX;
	stage_explore(&stage, &strategy_naive, look_at_load);
	EXPECT_EQ(least, 2);
}
