/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * judge/oracle.c: what the oracles must report, and what they must not.
 */
#include <string.h>
#include <arch/model/judge/oracle.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>
#include <kernel/mm/frames/page.h>
#include <tests/model/unit/acts.h>
#include <tests/model/unit/stage.h>
#include <tests/unit/unit.h>

#define READ_ONLY (PTE_PRESENT | PTE_USER | PTE_ACCESSED | PTE_DIRTY)

enum { A, B }; /* frames */

static struct page *page_of(unsigned int frame)
{
	return pfn_to_page(raw_state.frame[frame]);
}

/* Frames a and b hold the same page. */
static void share_page(struct run *r)
{
	(void)r;
	memset(page_va(page_of(A)), 0x55, PAGE_SIZE);
	memset(page_va(page_of(B)), 0x55, PAGE_SIZE);
	page_of(A)->anon = (struct areas *)(void *)page_of(A);
	page_of(B)->anon = page_of(A)->anon;
}

/* They have the same bytes, by chance. */
static void share_bytes(struct run *r)
{
	share_page(r);
	page_of(B)->index = page_of(A)->index + 1;
}

/* x, which a CPU may still translate to frame a, is pointed to frame b. */
static bool may_coexist(litmus_fn *setup, uint64_t bits)
{
	struct stage stage = {
		.program = { .nr_cpus = 1,
			     .bits = PTE_ACCESSED | PTE_DIRTY,
			     .cpu = { OPS(DO(POINT, .value = B, .bits = bits)) } },
		.setup = setup,
		.oracles = true,
	};

	stage_play(&stage, "a");
	EXPECT(stage_violates("mapping") || stage_holds());
	return stage_holds();
}

TEST(mapping,
     "model: two frames may be mapped at one address if both hold a page that nobody writes")
{
	EXPECT(may_coexist(share_page, READ_ONLY));
	EXPECT(!may_coexist(share_page, READ_ONLY | PTE_WRITE));
	EXPECT(!may_coexist(share_bytes, READ_ONLY));
}

static bool is_caught;

static void look(void)
{
	is_caught |= stage_violates("content");
}

TEST(content_changes, "model: a page changes before or after an older copy of it is unmapped")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 2,
			     .bits = PTE_ACCESSED | PTE_DIRTY,
			     .cpu = { OPS(DO(CLEAR)) } },
		.act = { [1] = act_change_content },
		.setup = share_page,
		.oracles = true,
	};

	/* In the other order the copy is stale, which DPOR must find. */
	stage_play(&stage, "ba");
	EXPECT(stage_ordered(0, 1));
	stage_explore(&stage, &strategy_dpor, look);
	EXPECT(is_caught);
}

TEST(kept, "model: a PCID must not be used again with an entry for a frame that has changed hands")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 1 },
		.act = { act_hand_over_and_return },
		.oracles = true,
	};

	stage_play(&stage, "aaa");
	EXPECT(stage_violates("reuse"));
	EXPECT(strstr(execution.text, "may translate"));
}

TEST(lazy, "model: what a lazy CPU holds is in use by nobody")
{
	static const struct stage lazy = {
		.program = { .nr_cpus = 2 },
		.act = { act_hand_over },
		.warm = { act_stay_out, act_enter_lazily },
		.oracles = true,
	};
	static const struct stage active = {
		.program = { .nr_cpus = 2 },
		.act = { act_hand_over },
		.warm = { act_stay_out },
		.oracles = true,
	};

	stage_play(&lazy, "a");
	EXPECT(stage_holds());
	stage_play(&active, "a");
	EXPECT(stage_violates("reuse"));
}

TEST(lost_store, "model: a page in swap that differs from its slot, and is dirty nowhere, is lost")
{
	static const struct stage stage = {
		.program = { .nr_cpus = 1, .bits = PTE_ACCESSED | PTE_DIRTY },
		.oracles = true,
	};
	uint32_t frame;

	stage_play(&stage, "");
	frame = (uint32_t)(raw_state.frame[A] - FIRST_PFN);
	EXPECT_EQ(oracle_lost_store(), NO_FRAME);
	page_of(A)->kind = PAGE_ANON;
	page_of(A)->swap = 1;
	EXPECT_EQ(oracle_lost_store(), frame);
	/* The entry of table 0 for x, which has D, counts if that is a table. */
	page_of(2)->kind = PAGE_TABLE;
	EXPECT_EQ(oracle_lost_store(), NO_FRAME);
}
