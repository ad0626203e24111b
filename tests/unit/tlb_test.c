/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/tlb/tlb.c on simulated CPUs: what is invalidated, where, and how narrowly.
 */
#include <arch/pte.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

static struct mm_tlb mms[8];

static void start(bool pcid)
{
	host_features[CPU_PCID] = pcid;
	mmu_start(3);
	for (unsigned int i = 0; i < 8; i++)
		tlb_init_mm(&mms[i], (i + 1) * PAGE_SIZE);
}

static void switch_on(unsigned int cpu, struct mm_tlb *mm)
{
	mmu_play(cpu);
	switch_mm(mm);
	mmu_play(0);
}

/* What has been done since the last call. */
static struct mmu_counts counted(void)
{
	static struct mmu_counts before;
	struct mmu_counts since = {
		.page = mmu_counts.page - before.page,
		.current = mmu_counts.current - before.current,
		.loads = mmu_counts.loads - before.loads,
		.kept = mmu_counts.kept - before.kept,
		.all = mmu_counts.all - before.all,
		.ipis = mmu_counts.ipis - before.ipis,
	};

	before = mmu_counts;
	return since;
}

TEST(who, "tlb: a flush interrupts the CPUs that have the mm loaded, and no others")
{
	struct mmu_counts n;

	start(true);
	switch_on(0, &mms[0]);
	switch_on(1, &mms[0]);
	switch_on(2, &mms[1]);
	counted();
	flush_tlb_page(&mms[0], 0x5000);
	n = counted();
	EXPECT_EQ(n.ipis, 1);
	EXPECT_EQ(n.page, 2);
	EXPECT_EQ(n.current, 0);
	flush_tlb_mm(&mms[1]);
	n = counted();
	EXPECT_EQ(n.ipis, 1);
	EXPECT_EQ(n.current, 1);
	flush_tlb_mm(&mms[2]);
	n = counted();
	EXPECT_EQ(n.ipis + n.current + n.page, 0);
}

TEST(broadcast, "tlb: a broadcast interrupts nobody, but who may walk tables that are freed")
{
	struct mmu_counts n;

	start(true);
	tlb_flush_choose(TLB_FLUSH_BROADCAST);
	switch_on(0, &mms[0]);
	switch_on(1, &mms[0]);
	switch_on(2, &mms[0]);
	mmu_play(1);
	enter_lazy_tlb();
	mmu_play(0);
	counted();
	flush_tlb_page(&mms[0], 0x5000);
	n = counted();
	EXPECT_EQ(n.ipis, 0);
	EXPECT_EQ(n.all, 3);
	EXPECT_EQ(mms[0].tlb_gen, 2);
	flush_tlb_mm_range(&mms[0], 0x5000, 0x6000, true);
	n = counted();
	EXPECT_EQ(n.ipis, 2); /* the lazy one, too */
	EXPECT_EQ(n.all, 3);
	EXPECT_EQ(n.page + n.current + n.loads, 0);
	tlb_sync_walkers();
	EXPECT_EQ(counted().ipis, 2);
	switch_on(2, NULL);
	counted();
	tlb_sync_walkers();
	EXPECT_EQ(counted().ipis, 1);
	tlb_flush_choose(TLB_FLUSH_IPI);
}

TEST(ceiling, "tlb: up to 33 pages are invalidated one by one, more at once")
{
	struct mmu_counts n;

	start(true);
	switch_on(0, &mms[0]);
	counted();
	flush_tlb_mm_range(&mms[0], 0, 33 * PAGE_SIZE, false);
	n = counted();
	EXPECT_EQ(n.page, 33);
	EXPECT_EQ(n.current, 0);
	flush_tlb_mm_range(&mms[0], 0, 34 * PAGE_SIZE, false);
	n = counted();
	EXPECT_EQ(n.page, 0);
	EXPECT_EQ(n.current, 1);
}

TEST(gap, "tlb: a CPU that missed a flush does not make do with the pages of the next")
{
	struct mmu_counts n;

	start(true);
	switch_on(0, &mms[0]);
	tlb_inc_gen(&mms[0]);
	counted();
	flush_tlb_page(&mms[0], 0x5000);
	n = counted();
	EXPECT_EQ(n.page, 0);
	EXPECT_EQ(n.current, 1);
	flush_tlb_page(&mms[0], 0x5000);
	n = counted();
	EXPECT_EQ(n.page, 1);
	EXPECT_EQ(n.current, 0);
}

TEST(kept, "tlb: a PCID is kept over a switch and back, unless a flush was missed meanwhile")
{
	struct mmu_counts n;

	start(true);
	switch_on(0, &mms[0]);
	switch_on(0, &mms[1]);
	counted();
	switch_on(0, &mms[0]);
	n = counted();
	EXPECT_EQ(n.loads, 1);
	EXPECT_EQ(n.kept, 1);
	switch_on(0, &mms[1]);
	flush_tlb_page(&mms[0], 0x5000);
	counted();
	switch_on(0, &mms[0]);
	EXPECT_EQ(counted().kept, 0);
}

TEST(same, "tlb: a switch to the mm that is loaded loads nothing")
{
	start(true);
	switch_on(0, &mms[0]);
	counted();
	switch_on(0, &mms[0]);
	EXPECT_EQ(counted().loads, 0);
	EXPECT(loaded_mm() == &mms[0]);
	switch_on(0, NULL);
	EXPECT(loaded_mm() == NULL);
	EXPECT(cpumask_empty(&mms[0].cpumask));
	counted();
	switch_on(0, NULL);
	EXPECT_EQ(counted().loads, 0);
}

TEST(lazy, "tlb: a lazy CPU is not interrupted, and catches up when it wakes")
{
	start(true);
	switch_on(1, &mms[0]);
	mmu_play(1);
	enter_lazy_tlb();
	mmu_play(0);
	counted();
	flush_tlb_page(&mms[0], 0x5000);
	EXPECT_EQ(counted().ipis, 0);
	switch_on(1, &mms[0]);
	EXPECT_EQ(counted().current, 1);
	mmu_play(1);
	enter_lazy_tlb();
	switch_on(1, &mms[0]);
	EXPECT_EQ(counted().current, 0);
}

TEST(lazy_tables, "tlb: a lazy CPU is interrupted when tables are freed, and leaves the mm")
{
	start(true);
	switch_on(1, &mms[0]);
	mmu_play(1);
	enter_lazy_tlb();
	mmu_play(0);
	counted();
	flush_tlb_mm_range(&mms[0], 0x5000, 0x6000, true);
	EXPECT_EQ(counted().ipis, 1);
	mmu_play(1);
	EXPECT(loaded_mm() == NULL);
	EXPECT(!cpumask_test(&mms[0].cpumask, 1));
}

TEST(drop, "tlb: when an mm is dropped every CPU leaves it, busy or lazy, this one too")
{
	start(true);
	for (unsigned int cpu = 0; cpu < 3; cpu++)
		switch_on(cpu, &mms[0]);
	mmu_play(2);
	enter_lazy_tlb();
	mmu_play(0);
	tlb_drop_mm(&mms[0]);
	EXPECT(cpumask_empty(&mms[0].cpumask));
	for (unsigned int cpu = 0; cpu < 3; cpu++) {
		mmu_play(cpu);
		EXPECT(loaded_mm() == NULL);
	}
}

TEST(deferred, "tlb: a flush of CPUs settles what LUF deferred, with or without an mm loaded")
{
	struct luf_batch batch = { .ugen = 0 };
	struct cpumask all;

	start(true);
	switch_on(0, &mms[0]);
	switch_on(1, &mms[1]);
	cpumask_clear(&all);
	for (unsigned int cpu = 0; cpu < 3; cpu++)
		cpumask_set(&all, cpu);
	tlb_inc_gen(&mms[0]);
	tlb_inc_gen(&mms[1]);
	luf_fold(&batch, &all, luf_new_ugen());
	counted();
	luf_flush(&batch);
	EXPECT(!luf_pending(&batch));
	EXPECT_EQ(counted().current, 2);
	luf_fold(&batch, &all, luf_new_ugen());
	for (unsigned int cpu = 0; cpu < 3; cpu++) {
		EXPECT(luf_pending(&batch));
		mmu_play(cpu);
		tlb_flush_everything_here();
	}
	EXPECT(!luf_pending(&batch));
}

TEST(mm_flush_is_no_claim, "tlb: the flush of one mm does not claim a CPU's deferred flushes")
{
	struct luf_batch batch = { .ugen = 0 };
	struct cpumask mask;

	start(true);
	switch_on(1, &mms[0]);
	cpumask_clear(&mask);
	cpumask_set(&mask, 1);
	luf_fold(&batch, &mask, luf_new_ugen());
	flush_tlb_mm(&mms[0]);
	flush_tlb_mm(&mms[1]);
	EXPECT(luf_pending(&batch));
}

TEST(everything, "tlb: after everything was flushed here no slot is taken for kept")
{
	start(true);
	for (unsigned int i = 0; i < NR_ASIDS; i++)
		switch_on(0, &mms[i]);
	counted();
	tlb_flush_everything_here();
	EXPECT_EQ(counted().all, 1);
	for (unsigned int i = 0; i < NR_ASIDS - 1; i++)
		switch_on(0, &mms[i]);
	EXPECT_EQ(counted().kept, 0);
}

TEST(no_pcid, "tlb: without PCID every switch flushes, and flushes work the same")
{
	struct mmu_counts n;

	start(false);
	switch_on(0, &mms[0]);
	switch_on(0, &mms[1]);
	switch_on(0, &mms[0]);
	EXPECT_EQ(counted().kept, 0);
	flush_tlb_page(&mms[0], 0x5000);
	n = counted();
	EXPECT_EQ(n.page, 1);
	EXPECT_EQ(n.current, 0);
}

TEST(irqs, "tlb: switches and flushes leave the interrupt flag as it was")
{
	start(true);
	switch_on(1, &mms[0]);
	for (unsigned int on = 0; on < 2; on++) {
		host_irqs = on;
		switch_mm(&mms[0]);
		flush_tlb_page(&mms[0], 0x5000);
		flush_tlb_mm(&mms[0]);
		tlb_flush_everything_here();
		switch_mm(NULL);
		EXPECT_EQ(host_irqs, on);
	}
}

TEST(stats, "tlb: the sums count shootdowns, IPIs, pages and switches")
{
	struct tlb_stats stats;

	start(true);
	switch_on(0, &mms[0]);
	switch_on(1, &mms[0]);
	switch_on(2, &mms[0]);
	flush_tlb_mm_range(&mms[0], 0, 4 * PAGE_SIZE, false);
	tlb_sum_stats(&stats);
	EXPECT_EQ(stats.shootdowns, 1);
	EXPECT_EQ(stats.ipis, 2);
	EXPECT_EQ(stats.page_invalidates, 12);
	EXPECT_EQ(stats.switches, 3);
}
