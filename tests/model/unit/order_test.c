/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine/trace.c, and what each kind of event says that it reads and writes: two events that do
 * not commute are ordered, or the search would take one order for both.
 */
#include <arch/model/search/explore.h>
#include <tests/model/unit/acts.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

#define LEAF  (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED | PTE_DIRTY)
#define TABLE (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED)
#define USED  (PTE_ACCESSED | PTE_DIRTY)

enum { Y, W };	      /* flags */
enum { X, Z };	      /* pages */
enum { TABLE_0 = 2 }; /* the frame of */

TEST(invalidation, "model: an INVLPG comes before or after a store to any table")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2, .cpu = { OPS(DO(CUT)), OPS(DO(INVLPG)) } },
	};

	/* What is cut off first is gone; what is cut off later is held. */
	stage_play(&stage, "ab");
	EXPECT(stage_ordered(0, 1));
	stage_play(&stage, "ba");
	EXPECT(stage_ordered(0, 1));
}

TEST(plain_table, "model: an INVLPG comes before or after a plain store to a table that is held")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(UNLINK),
					  DO(POKE, .table = TABLE_0, .at = Z, .bits = LEAF)),
				      OPS(DO(INVLPG)) } },
	};

	/* Until then the store adds what it maps. */
	stage_play(&stage, "aab");
	EXPECT(stage_ordered(1, 2));
}

TEST(handover, "model: a frame changes hands before or after an INVLPG, and a fault")
{
	static const struct stage flushes = {
		.program = { .nr_cpus = 2, .cpu = { [1] = OPS(DO(INVLPG)) } },
		.act = { act_hand_over_spare },
		.oracles = true,
	};
	static const struct stage faults = {
		.program = { .nr_cpus = 2,
			     .bits = USED,
			     .cpu = { [1] = OPS(DO(CLEAR), DO(LOAD)) } },
		.act = { act_hand_over_spare },
		.oracles = true,
	};

	/* An oracle looks at what both take away. */
	stage_play(&flushes, "ba");
	EXPECT(stage_ordered(0, 1));
	stage_play(&faults, "bba");
	EXPECT(stage_ordered(1, 2));
}

static void unmap_x(struct run *r)
{
	(void)r;
	*raw_word(TABLE_0, X) = 0;
}

static bool is_caught;

static void look(void)
{
	is_caught |= stage_violates("reuse");
}

TEST(mapped, "model: a frame changes hands before or after an entry for it is stored")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2, .bits = USED },
		.act = { act_hand_over_spare, act_point_to_spare },
		.setup = unmap_x,
		.oracles = true,
	};

	/* In the other order it is still mapped, which DPOR must find. */
	stage_play(&stage, "ab");
	EXPECT(stage_ordered(0, 1));
	stage_explore(&stage, &strategy_dpor, look);
	EXPECT(is_caught);
}

TEST(broadcast,
     "model: an INVLPGB comes before or after a store to a table, its end after an access")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .bits = USED,
			     .cpu = { OPS(DO(BROADCAST), DO(SYNC)), OPS(DO(CUT)) } },
	};
	static const struct stage access = {
		.program = { .nr_cpus = 2,
			     .bits = USED,
			     .cpu = { OPS(DO(BROADCAST), DO(SYNC)), OPS(DO(LOAD)) } },
	};

	stage_play(&stage, "ba");
	EXPECT(stage_ordered(0, 1));
	stage_play(&access, "aba");
	EXPECT(stage_ordered(1, 2));
}

TEST(sync, "model: a TLBSYNC waits for users' stores, and comes after them")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .bits = USED,
			     .cpu = { OPS(DO(STORE, .value = 1)), OPS(DO(BROADCAST), DO(SYNC)) } },
		.tso = true,
	};

	stage_play(&stage, "ba0b");
	EXPECT(!stage_could(2, 'b'));
	EXPECT(stage_ordered(2, 3));
	EXPECT(stage_raced(1, 3));
}

TEST(linked, "model: a table is linked before or after a store to it")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(POINT, .table = 1, .bits = LEAF)),
				      OPS(DO(LINK, .value = 1, .bits = TABLE)) } },
	};

	/* What is overwritten first is never held. */
	stage_play(&stage, "ab");
	EXPECT(stage_ordered(0, 1));
}

TEST(let_go, "model: a fault that lets go of a table comes before or after a store to that")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .bits = USED,
			     .cpu = { OPS(DO(UNLINK), DO(POINT, .at = Z, .bits = LEAF)),
				      OPS(DO(LOAD)) } },
	};

	/* Until then the store adds what it maps; it is not on the way to x, where the fault is. */
	stage_play(&stage, "aab");
	EXPECT(stage_ordered(1, 2));
}

TEST(interrupt, "model: an interrupt comes after its IPI, and one for each that came before it")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 3,
			     .cpu = { OPS(DO(IPI, .at = 1)), { .nr = 0 }, OPS(DO(IPI, .at = 1)) } },
	};

	stage_play(&stage, "acB");
	EXPECT(stage_ordered(0, 2));
	EXPECT(stage_ordered(1, 2));
}

TEST(no_interrupt, "model: no interrupt is taken with interrupts disabled, nor within a store")
{
	static const struct stage disabled = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(IPI, .at = 1)),
				      OPS(DO(IRQS_OFF), DO(SEE), DO(IRQS_ON), DO(SEE)) } },
	};
	static const struct stage stores = {
		.program = { .nr_cpus = 2,
			     .bits = PTE_ACCESSED,
			     .cpu = { OPS(DO(IPI, .at = 1)),
				      OPS(DO(STORE, .value = 1), DO(SEE)) } },
	};

	stage_play(&disabled, "abbb");
	EXPECT(stage_could(1, 'B'));
	EXPECT(!stage_could(2, 'B'));
	EXPECT(stage_could(3, 'B'));
	/* Its first event sets D. */
	stage_play(&stores, "abbb");
	EXPECT(stage_could(1, 'B'));
	EXPECT(!stage_could(2, 'B'));
	EXPECT(stage_could(3, 'B'));
}

TEST(whole, "model: who comes after a part of a store, or of a section, comes after all of it")
{
	static const struct stage stores = {
		.program = { .nr_cpus = 2,
			     .bits = PTE_ACCESSED,
			     .cpu = { OPS(DO(IPI, .at = 1)), OPS(DO(STORE, .value = 1)) },
			     .handler = { [1] = OPS(DO(READ_PTE)) } },
	};
	static const struct stage section = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(IPI, .at = 1)), OPS(DO(IRQS_OFF), DO(TELL, .at = Y),
								 DO(TELL, .at = W), DO(IRQS_ON)) },
			     .handler = { [1] = OPS(DO(SEE, .at = Y)) } },
	};

	stage_play(&stores, "bbaBB");
	EXPECT(stage_ordered(0, 4));
	EXPECT(stage_ordered(1, 4));
	stage_play(&section, "bbbaBB");
	EXPECT(stage_ordered(1, 5));
	EXPECT(stage_ordered(2, 5));
}

TEST(drains, "model: a store leaves the buffer after it was made, and a fence comes after that")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 1, .cpu = { OPS(DO(TELL), DO(FENCE)) } },
		.tso = true,
	};

	stage_play(&stage, "a0a");
	EXPECT(!stage_could(1, 'a'));
	EXPECT(stage_ordered(0, 1));
	EXPECT(stage_ordered(1, 2));
}

TEST(forwarded, "model: a load of what its CPU has buffered comes before another's store")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(TELL), DO(SEE)), OPS(DO(SWAP, .value = 2)) } },
		.tso = true,
	};

	/* Not for its own CPU's: it sees that before and after. */
	stage_play(&stage, "aa0b");
	EXPECT(!stage_raced(1, 2));
	EXPECT(stage_ordered(1, 3));
}

TEST(not_forwarded, "model: a load that finds nothing buffered comes before the store, whoever's")
{
	static const struct stage others = {
		.program = { .nr_cpus = 2, .cpu = { OPS(DO(SEE)), OPS(DO(TELL)) } },
		.tso = true,
	};
	static const struct stage programs = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(TELL)), OPS(DO(IPI, .at = 0)) },
			     .handler = { OPS(DO(SEE)) } },
		.tso = true,
	};

	stage_play(&others, "ba1");
	EXPECT(stage_ordered(1, 2));
	/* The handler loads before its CPU's program stores. */
	stage_play(&programs, "bAAA5Aa0");
	EXPECT(stage_ordered(2, 7));
}

TEST(races, "model: the explorer learns of each event that could have come later")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 3, .cpu = { OPS(DO(SEE)), OPS(DO(SEE)), OPS(DO(TELL)) } },
	};

	stage_play(&stage, "abc");
	EXPECT(stage_raced(0, 2));
	EXPECT(stage_raced(1, 2));
}

TEST(counts, "model: changes of a count that cannot bring it to 0 are not ordered")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(TAKE), DO(TAKE), DO(DROP), DO(DROP)),
				      OPS(DO(TAKE)) } },
	};
	static const struct stage falls = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(DO(DROP), DO(DROP)), OPS(DO(TAKE), DO(TAKE)) } },
	};

	/* 2, 3, 4, 5, 4, 3: without the first addition it would be 2. */
	stage_play(&stage, "baaaa");
	EXPECT(!stage_ordered(0, 4));
	/* 2, 3, 4, 3, 2: without them 0. */
	stage_play(&falls, "bbaa");
	EXPECT(stage_ordered(1, 3));
}

static bool was_young;

static void look_at_entry(void)
{
	was_young |= raw_state.reg[0] & PTE_ACCESSED;
}

TEST(young, "model: an entry is read before or after a walk can come to it, and may set A in it")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .cpu = { OPS(KEEP(READ_PTE, 0, .table = 1)),
				      OPS(DO(LINK, .value = 1, .bits = TABLE)) } },
	};

	stage_play(&stage, "ab");
	EXPECT(stage_ordered(0, 1));
	stage_explore(&stage, &strategy_dpor, look_at_entry);
	EXPECT(was_young);
}
