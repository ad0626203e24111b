/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/tlb/policy*.c: what each policy flushes, and when.  The flushes are stand-ins
 * that note what was asked for; generations and LUF's ticks are the real rules.
 */
#include <string.h>
#include <arch/ipi.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/shootdown.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static unsigned int page_flushes, mm_flushes, cpu_flushes;
static struct cpumask flushed;
static uint64_t became_pending; /* during a flush of the mm */

static struct mm_tlb mms[2] = { { .ctx_id = 1, .tlb_gen = 1 }, { .ctx_id = 2, .tlb_gen = 1 } };
static struct unmap_batch batch;

uint64_t tlb_inc_gen(struct mm_tlb *mm)
{
	return ++mm->tlb_gen;
}

void flush_tlb_page(struct mm_tlb *mm, uintptr_t va)
{
	EXPECT(mm == &mms[0] && va == 0x5000);
	page_flushes++;
}

void flush_tlb_mm(struct mm_tlb *mm)
{
	mm_flushes++;
	WRITE_ONCE(mm->batch_pending, mm->batch_pending + became_pending);
}

void flush_tlb_cpus(const struct cpumask *mask)
{
	cpu_flushes++;
	cpumask_clear(&flushed);
	cpumask_copy(&flushed, mask);
	for_each_cpu (cpu, mask) {
		host_cpu = cpu;
		luf_publish_done(luf_ugen_now());
	}
	host_cpu = 0;
}

bool tlb_has_mm(unsigned int cpu)
{
	(void)cpu;
	return true;
}

void shootdown_serve(void)
{
}

void ipi_send(unsigned int cpu)
{
	(void)cpu;
}

/* mm 0 is on CPU 1, mm 1 on CPU 2. */
static void start(const struct flush_policy *policy)
{
	nr_cpus = 3;
	cpumask_set(&mms[0].cpumask, 1);
	cpumask_set(&mms[1].cpumask, 2);
	flush_policy_choose(policy);
}

static uint64_t unmapped(struct mm_tlb *mm, bool writable)
{
	struct unmapped_pte pte = { .mm = mm, .va = 0x5000, .pfn = 7, .writable = writable };

	return flush_policy()->unmapped(&batch, &pte);
}

static bool page_unmapped(bool writable)
{
	return flush_policy()->page_unmapped(&batch, writable);
}

TEST(list, "policy: each is in the list once, with a name, and the one chosen is in force")
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		flush_policy_choose(flush_policies[i]);
		EXPECT(flush_policy() == flush_policies[i]);
		for (unsigned int j = 0; j < i; j++)
			EXPECT(strcmp(flush_policies[i]->name, flush_policies[j]->name));
	}
	EXPECT(nr_flush_policies >= 3);
}

TEST(eager, "policy eager: flushes each page at once, and owes nothing afterwards")
{
	start(&policy_eager);
	EXPECT_EQ(unmapped(&mms[0], true), 0);
	EXPECT_EQ(page_flushes, 1);
	EXPECT(!page_unmapped(false));
	flush_policy()->stop_writes(&batch);
	EXPECT_EQ(flush_policy()->finish(&batch), LUF_KEY_NONE);
	EXPECT_EQ(cpu_flushes, 0);
	EXPECT(!tlb_batched_pending(&mms[0]));
}

TEST(batch_all, "policy batch: one flush for all pages and all their mms, before they are freed")
{
	start(&policy_batch);
	EXPECT_EQ(unmapped(&mms[0], false), 0);
	EXPECT(!page_unmapped(false));
	EXPECT_EQ(unmapped(&mms[1], true), 0);
	EXPECT(!page_unmapped(true));
	EXPECT_EQ(cpu_flushes, 0);
	EXPECT_EQ(mms[0].tlb_gen, 2);
	EXPECT_EQ(flush_policy()->finish(&batch), LUF_KEY_NONE);
	EXPECT_EQ(cpu_flushes, 1);
	EXPECT(cpumask_test(&flushed, 1) && cpumask_test(&flushed, 2) &&
	       !cpumask_test(&flushed, 0));
	EXPECT_EQ(flush_policy()->finish(&batch), LUF_KEY_NONE);
	EXPECT_EQ(cpu_flushes, 1);
}

TEST(batch_writes, "policy batch: stopping writes flushes what is owed so far, and only that")
{
	start(&policy_batch);
	flush_policy()->stop_writes(&batch);
	EXPECT_EQ(cpu_flushes, 0);
	unmapped(&mms[0], true);
	page_unmapped(true);
	flush_policy()->stop_writes(&batch);
	EXPECT(cpumask_test(&flushed, 1) && !cpumask_test(&flushed, 2));
	unmapped(&mms[1], true);
	page_unmapped(true);
	flush_policy()->finish(&batch);
	EXPECT(!cpumask_test(&flushed, 1) && cpumask_test(&flushed, 2));
	EXPECT_EQ(cpu_flushes, 2);
}

TEST(pending, "policy batch: what it leaves pending is flushed by whoever asks, once")
{
	start(&policy_batch);
	flush_tlb_batched_pending(&mms[0]);
	EXPECT_EQ(mm_flushes, 0);
	unmapped(&mms[0], false);
	unmapped(&mms[0], false);
	EXPECT(tlb_batched_pending(&mms[0]));
	EXPECT(!tlb_batched_pending(&mms[1]));
	flush_tlb_batched_pending(&mms[0]);
	EXPECT_EQ(mm_flushes, 1);
	EXPECT(!tlb_batched_pending(&mms[0]));
	flush_tlb_batched_pending(&mms[0]);
	EXPECT_EQ(mm_flushes, 1);
}

TEST(pending_meanwhile, "policy batch: what becomes pending during that flush stays pending")
{
	start(&policy_batch);
	unmapped(&mms[0], false);
	became_pending = 1;
	flush_tlb_batched_pending(&mms[0]);
	EXPECT(tlb_batched_pending(&mms[0]));
	became_pending = 0;
	flush_tlb_batched_pending(&mms[0]);
	EXPECT(!tlb_batched_pending(&mms[0]));
}

TEST(luf_read_only, "policy luf: a page that nobody can write is freed with its flush owed")
{
	luf_key_t key;
	uint64_t ugen, second;

	start(&policy_luf);
	ugen = unmapped(&mms[0], false);
	second = unmapped(&mms[1], false);
	EXPECT(ugen && second > ugen);
	EXPECT(page_unmapped(false));
	EXPECT(luf_pending(&mms[0].luf) && luf_pending(&mms[1].luf));
	key = flush_policy()->finish(&batch);
	EXPECT(key != LUF_KEY_NONE && luf_key_pending(key));
	EXPECT_EQ(cpu_flushes, 0);
	EXPECT(!tlb_batched_pending(&mms[0]));
	luf_key_flush(key);
	EXPECT(cpumask_test(&flushed, 1) && cpumask_test(&flushed, 2));
	EXPECT(!luf_pending(&mms[0].luf) && !luf_pending(&mms[1].luf));
}

TEST(luf_writable, "policy luf: a page that somebody can write is batched")
{
	start(&policy_luf);
	EXPECT_EQ(unmapped(&mms[0], true), 0);
	EXPECT(!page_unmapped(true));
	EXPECT(tlb_batched_pending(&mms[0]));
	EXPECT_EQ(flush_policy()->finish(&batch), LUF_KEY_NONE);
	EXPECT(cpumask_test(&flushed, 1));
	EXPECT(!luf_pending(&mms[0].luf));
}

TEST(luf_mixed, "policy luf: one mapping to write is enough to batch the page's read-only ones")
{
	start(&policy_luf);
	EXPECT(unmapped(&mms[0], false));
	EXPECT_EQ(unmapped(&mms[1], true), 0);
	EXPECT(!page_unmapped(true));
	flush_policy()->finish(&batch);
	EXPECT(cpumask_test(&flushed, 1) && cpumask_test(&flushed, 2));
	EXPECT(!luf_pending(&mms[0].luf));
}

TEST(luf_both, "policy luf: in one pass, some pages are batched and some deferred")
{
	luf_key_t key;

	start(&policy_luf);
	unmapped(&mms[0], false);
	EXPECT(page_unmapped(false));
	unmapped(&mms[1], true);
	EXPECT(!page_unmapped(true));
	key = flush_policy()->finish(&batch);
	EXPECT(cpumask_test(&flushed, 2) && !cpumask_test(&flushed, 1));
	EXPECT(luf_key_pending(key));
	luf_key_flush(key);
	EXPECT(cpumask_test(&flushed, 1) && !cpumask_test(&flushed, 2));
}

TEST(unmapped_nothing, "policy: a pass that unmapped nothing flushes nothing and needs no key")
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		start(flush_policies[i]);
		flush_policy()->stop_writes(&batch);
		EXPECT_EQ(flush_policy()->finish(&batch), LUF_KEY_NONE);
	}
	EXPECT_EQ(cpu_flushes + page_flushes + mm_flushes, 0);
}

TEST(mutants, "policy: the mutants free without the flush, or write to the device without it")
{
	start(&policy_eager);
	mutant_set(MUTANT_EAGER_SKIP_FLUSH, true);
	unmapped(&mms[0], true);
	EXPECT_EQ(page_flushes, 0);
	start(&policy_batch);
	mutant_set(MUTANT_RECLAIM_SKIP_DIRTY_FLUSH, true);
	mutant_set(MUTANT_RECLAIM_SKIP_BATCH_FLUSH, true);
	unmapped(&mms[0], true);
	page_unmapped(true);
	flush_policy()->stop_writes(&batch);
	flush_policy()->finish(&batch);
	EXPECT_EQ(cpu_flushes, 0);
	start(&policy_luf);
	mutant_set(MUTANT_LUF_IGNORES_WRITABLE, true);
	EXPECT(unmapped(&mms[0], true));
	EXPECT(page_unmapped(true));
}
