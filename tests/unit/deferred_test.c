/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/frames/deferred.c: who gets a frame after which flush, and how many may wait for
 * how long.  LUF and the flush under it are the real ones, on simulated CPUs.
 */
#include <arch/cpu.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_stats.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define FRAMES 64

static struct mm *mm;

/* No limit of time or number, so that a slow host changes nothing. */
static const struct deferred_limits no_limit = { DEFERRED_NO_LIMIT, DEFERRED_NO_LIMIT };

/* Both CPUs use one mm. */
static void start(struct deferred_limits limits)
{
	mmu_start(2);
	host_frames(FRAMES);
	deferred_limit(&limits);
	mm = mm_create();
	EXPECT(mm);
	for (unsigned int cpu = 2; cpu-- > 0;) {
		mmu_play(cpu);
		mm_use(mm);
	}
}

/* @page is freed, CPU 1 owing the flush if LUF's books are right. */
static void defer(struct page *page, bool books_are_right)
{
	struct cpumask mask;

	cpumask_clear(&mask);
	if (books_are_right)
		cpumask_set(&mask, 1);
	(void)tlb_inc_gen(&mm->tlb);
	page_put_luf(page, luf_new_key(&mask, luf_new_ugen()));
}

/* The same, of a frame of @owner. */
static struct page *free_deferred(owner_t owner, bool books_are_right)
{
	struct page *page = page_alloc_for(PAGE_FILE, owner);

	EXPECT(page);
	defer(page, books_are_right);
	return page;
}

static struct luf_stats stats(void)
{
	struct luf_stats sum;

	luf_sum_stats(&sum);
	return sum;
}

TEST(same_owner, "deferred: its last owner gets a frame after the flush that LUF's books name")
{
	start(no_limit);
	page_reuse_deferred_first(true);
	for (unsigned int right = 0; right < 2; right++) {
		uint64_t ipis = mmu_counts.ipis;
		struct page *page = free_deferred(mm_owner(mm), right);

		EXPECT(page_alloc_for(PAGE_ANON, mm_owner(mm)) == page);
		EXPECT_EQ(mmu_counts.ipis - ipis, right);
	}
}

TEST(other_owner,
     "deferred: any other owner gets it when every CPU has flushed, whatever the books say")
{
	start(no_limit);
	page_reuse_deferred_first(true);
	for (unsigned int right = 0; right < 2; right++) {
		uint64_t ipis = mmu_counts.ipis;
		struct page *page = free_deferred(mm_owner(mm), right);

		EXPECT(page_alloc(PAGE_KERNEL) == page);
		EXPECT_EQ(mmu_counts.ipis - ipis, 1);
	}
}

TEST(any_owner, "deferred: with luf_owner=any LUF's books are trusted for everybody")
{
	struct page *page;

	start((struct deferred_limits){ .frames = 9, .age_us = DEFERRED_NO_LIMIT });
	luf_owner_choose(LUF_OWNER_ANY);
	page_reuse_deferred_first(true);
	page = free_deferred(mm_owner(mm), false);
	EXPECT(page_alloc(PAGE_KERNEL) == page);
	EXPECT_EQ(mmu_counts.ipis, 0);
}

TEST(owners,
     "deferred: no two mms have the same owner, even one after the other, nor a file and an mm")
{
	owner_t first;

	start(no_limit);
	first = mm_owner(mm);
	EXPECT(first != OWNER_KERNEL && first % 2 == 0);
	mm_use(NULL);
	mmu_play(1);
	mm_use(NULL);
	mm_destroy(mm);
	mm = mm_create();
	EXPECT(mm && mm_owner(mm) != first);
}

TEST(frames_max, "deferred: one frame too many, and all that wait are flushed in one go")
{
	start((struct deferred_limits){ .frames = 3, .age_us = DEFERRED_NO_LIMIT });
	for (unsigned int i = 0; i < 8; i++) {
		(void)free_deferred(mm_owner(mm), true);
		EXPECT_EQ(mmu_counts.ipis, (i + 1) / 4);
		EXPECT_EQ(deferred_nr(), i + 1);
	}
	/* They wait no more, and cost nothing. */
	page_reuse_deferred_first(true);
	for (unsigned int i = 0; i < 8; i++)
		EXPECT(page_alloc(PAGE_KERNEL));
	EXPECT_EQ(mmu_counts.ipis, 2);
	EXPECT_EQ(deferred_nr(), 0);
	EXPECT_EQ(stats().frames, 8);
	EXPECT_EQ(stats().takeoffs, 8);
	EXPECT_EQ(stats().takeoff_flushes, 0);
	EXPECT_EQ(stats().flushes, 2);
}

/* page_flush_ahead(4) sends @ipis IPIs. */
static void flush_ahead_sends(uint64_t ipis)
{
	uint64_t before = mmu_counts.ipis;

	page_flush_ahead(4);
	EXPECT_EQ(mmu_counts.ipis - before, ipis);
}

TEST(ahead, "deferred: when few frames are left that need no flush, one flush is made for all")
{
	struct page *page;

	start(no_limit);
	for (unsigned int i = 0; i < 6; i++)
		(void)free_deferred(mm_owner(mm), true);
	flush_ahead_sends(0); /* many frames were never used */
	while (page_nr_fresh())
		EXPECT(page_alloc(PAGE_KERNEL));
	flush_ahead_sends(1);
	page = page_alloc(PAGE_KERNEL);
	EXPECT(page);
	flush_ahead_sends(0); /* all that wait were flushed */
	defer(page, true);
	flush_ahead_sends(0); /* five are left */
	for (unsigned int i = 0; i < 2; i++)
		EXPECT(page_alloc(PAGE_KERNEL));
	flush_ahead_sends(1);
	for (unsigned int i = 0; i < 4; i++)
		EXPECT(page_alloc(PAGE_KERNEL));
	EXPECT(!page_alloc(PAGE_KERNEL));
	EXPECT_EQ(mmu_counts.ipis, 2);
	EXPECT_EQ(stats().takeoff_flushes, 0);
}

TEST(age, "deferred: when the first of them is too old, the next frame in or out has all flushed")
{
	start((struct deferred_limits){ .frames = DEFERRED_NO_LIMIT, .age_us = 0 });
	(void)free_deferred(mm_owner(mm), true);
	for (uint64_t from = cpu_cycles(); cpu_cycles() - from < 3 * cpu_cycles_per_us();)
		;
	EXPECT(page_alloc(PAGE_KERNEL));
	EXPECT_EQ(mmu_counts.ipis, 1);
	EXPECT(page_alloc(PAGE_KERNEL));
	EXPECT_EQ(mmu_counts.ipis, 1);
}

TEST(atomic, "deferred: where no IPI can be sent: a clean frame, a flushed one, or none")
{
	struct page *deferred;

	start(no_limit);
	deferred = free_deferred(mm_owner(mm), true);
	while (page_nr_free() > 1)
		EXPECT(page_alloc_atomic(PAGE_KERNEL));
	EXPECT(!page_alloc_atomic(PAGE_KERNEL));
	EXPECT_EQ(deferred_nr(), 1);
	EXPECT_EQ(mmu_counts.ipis, 0);
	deferred_settle(luf_ugen_now());
	EXPECT_EQ(mmu_counts.ipis, 1);
	EXPECT(page_alloc_atomic(PAGE_KERNEL) == deferred);
	EXPECT(!page_alloc_atomic(PAGE_KERNEL));
	EXPECT_EQ(mmu_counts.ipis, 1);
}

TEST(irqs, "deferred: taking off with interrupts disabled is a bug")
{
	start(no_limit);
	page_reuse_deferred_first(true);
	(void)free_deferred(mm_owner(mm), true);
	(void)irq_save();
	EXPECT_PANIC(page_alloc(PAGE_KERNEL), "irqs_enabled");
}

TEST(counts, "luf_stats: what a take-off cost is counted by its length")
{
	struct luf_stats sum;

	start(no_limit);
	sum = stats();
	EXPECT_EQ(luf_stats_takeoff_permille(&sum, 990), 0);
	luf_stats_takeoff(0, 0);
	luf_stats_takeoff(1, 0);
	luf_stats_takeoff(1000, 0);
	luf_stats_takeoff(UINT64_MAX, 7);
	EXPECT_EQ(stats().takeoffs, 4);
	EXPECT_EQ(stats().takeoff_flushes, 1);
	EXPECT_EQ(stats().takeoff_cycles, UINT64_MAX);
	EXPECT_EQ(stats().takeoffs_by_cycles[0], 2);
	EXPECT_EQ(stats().takeoffs_by_cycles[9], 1);
	EXPECT_EQ(stats().takeoffs_by_cycles[TAKEOFF_BUCKETS - 1], 1);
	sum = stats();
	EXPECT_EQ(luf_stats_takeoff_permille(&sum, 500), 2);
	EXPECT_EQ(luf_stats_takeoff_permille(&sum, 501), 1024);
	EXPECT_EQ(luf_stats_takeoff_permille(&sum, 1000), UINT64_MAX);
	sum.takeoff_cycles = 700; /* of 512 to 1023 */
	EXPECT_EQ(luf_stats_takeoff_permille(&sum, 501), 700);
	EXPECT_EQ(luf_stats_avoided(&(struct luf_stats){ .batches = 9, .flushes = 2 }), 7);
	EXPECT_EQ(luf_stats_avoided(&(struct luf_stats){ .flushes = 2 }), 0);
}
