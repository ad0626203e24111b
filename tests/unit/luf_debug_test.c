/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/tlb/luf_debug.c and luf_rules.c: what is owed by whom, and what that forbids.
 */
#include <string.h>
#include <arch/phys.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/luf_shadow.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define PFN  300
#define COPY 301
#define VA   0x5000UL

static struct mm_tlb mms[2];
static int owner;
static struct debug_report report;

static const struct debug_entry leaf = {
	.mm = &mms[0],
	.va = VA,
	.pfn = PFN,
	.rights = DEBUG_READ | DEBUG_EXEC,
	.object = { &owner, 7 },
};

static void switch_on(unsigned int cpu, struct mm_tlb *mm)
{
	mmu_play(cpu);
	switch_mm(mm);
	mmu_play(0);
}

/* CPUs 0 and 1 use mm 0, and CPU 2 mm 1. */
static void start(bool pcid)
{
	host_features[CPU_PCID] = pcid;
	luf_debug_enable();
	luf_debug_judge(true);
	mmu_start(3);
	for (unsigned int i = 0; i < 2; i++)
		tlb_init_mm(&mms[i], (i + 1) * PAGE_SIZE);
	switch_on(0, &mms[0]);
	switch_on(1, &mms[0]);
	switch_on(2, &mms[1]);
}

/* Which rule was broken since the last call. */
static enum debug_rule rule(void)
{
	return luf_debug_take(&report) ? report.broken.rule : DEBUG_NO_RULE;
}

TEST(owed, "luf_debug: a lost entry is owed by the CPUs that have its mm, until each has flushed")
{
	start(true);
	luf_debug_lost(&leaf);
	EXPECT_EQ(shadow_size(), 1);
	EXPECT_EQ(shadow_at(0)->cpus.word[0], 3);
	luf_debug_drops_page(VA + PAGE_SIZE);
	EXPECT_EQ(shadow_at(0)->cpus.word[0], 3);
	luf_debug_drops_page(VA + 8);
	EXPECT_EQ(shadow_at(0)->cpus.word[0], 2);
	flush_tlb_page(&mms[0], VA);
	EXPECT_EQ(shadow_size(), 0);
}

TEST(others, "luf_debug: flushes of another mm settle nothing, a fault settles its page")
{
	start(true);
	luf_debug_lost(&leaf);
	flush_tlb_mm(&mms[1]);
	luf_debug_faults(VA + PAGE_SIZE);
	EXPECT_EQ(shadow_at(0)->cpus.word[0], 3);
	luf_debug_faults(VA + 1);
	EXPECT_EQ(shadow_at(0)->cpus.word[0], 2);
	flush_tlb_mm(&mms[0]);
	EXPECT_EQ(shadow_size(), 0);
}

TEST(nobody, "luf_debug: what no CPU has loaded is owed by nobody; an mm that ends owes nothing")
{
	start(false);
	switch_on(2, NULL);
	EXPECT_EQ(shadow_size(), 0);
	luf_debug_lost(&(struct debug_entry){ .mm = &mms[1], .va = VA, .pfn = PFN });
	EXPECT_EQ(shadow_size(), 0);
	luf_debug_lost(&leaf);
	luf_debug_mm_gone(mms[0].ctx_id);
	EXPECT_EQ(shadow_size(), 0);
	EXPECT_EQ(rule(), DEBUG_R4); /* its root is loaded still */
	luf_debug_mm_gone(mms[1].ctx_id);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
}

TEST(mapped, "luf_debug R1: another page at the address; the same page, read-only, is none")
{
	struct debug_entry next = leaf;
	char *old = phys_to_virt(PFN << PAGE_SHIFT);
	char *copy = phys_to_virt(COPY << PAGE_SHIFT);

	start(true);
	memset(old, 3, PAGE_SIZE);
	memset(copy, 3, PAGE_SIZE);
	luf_debug_lost(&leaf);
	next.pfn = COPY;
	luf_debug_maps(&next);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	next.rights |= DEBUG_WRITE;
	luf_debug_maps(&next);
	EXPECT_EQ(rule(), DEBUG_R1);
	EXPECT_EQ(report.broken.new_pfn, COPY);
	next.rights = DEBUG_READ;
	copy[4095] = 4;
	luf_debug_maps(&next);
	EXPECT_EQ(rule(), DEBUG_R1);
	copy[4095] = 3;
	next.object.index = 8;
	luf_debug_maps(&next);
	EXPECT_EQ(rule(), DEBUG_R1);
	next.va += PAGE_SIZE;
	luf_debug_maps(&next);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
}

TEST(walkable, "luf_debug: an entry that is there again with all it allowed is owed no longer")
{
	struct debug_entry again = leaf;

	start(true);
	luf_debug_lost(&leaf);
	again.rights = DEBUG_READ;
	luf_debug_maps(&again);
	EXPECT_EQ(shadow_size(), 1);
	luf_debug_maps(&leaf);
	EXPECT_EQ(shadow_size(), 0);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
}

TEST(changed, "luf_debug R2: the page changes in another frame")
{
	start(true);
	luf_debug_lost(&leaf);
	luf_debug_changes(leaf.object, PFN);
	luf_debug_changes((struct debug_object){ &owner, 8 }, COPY);
	luf_debug_changes((struct debug_object){ NULL, 0 }, COPY);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	luf_debug_changes(leaf.object, COPY);
	EXPECT_EQ(rule(), DEBUG_R2);
}

TEST(refilled, "luf_debug R2: the page is read anew, and is not what it was")
{
	char *old = phys_to_virt(PFN << PAGE_SHIFT);
	char *copy = phys_to_virt(COPY << PAGE_SHIFT);

	start(true);
	memset(old, 3, PAGE_SIZE);
	memset(copy, 3, PAGE_SIZE);
	luf_debug_lost(&leaf);
	luf_debug_refills(leaf.object, COPY);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	copy[4095] = 4;
	luf_debug_refills((struct debug_object){ &owner, 8 }, COPY);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	luf_debug_refills(leaf.object, COPY);
	EXPECT_EQ(rule(), DEBUG_R2);
}

TEST(reused, "luf_debug R3 and R4: the frame is freed or handed out; the table is")
{
	struct debug_entry table = leaf;

	start(true);
	luf_debug_lost(&leaf);
	luf_debug_allocs(COPY);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	luf_debug_allocs(PFN);
	EXPECT_EQ(rule(), DEBUG_R3);
	luf_debug_frees(PFN);
	EXPECT_EQ(rule(), DEBUG_R3);
	luf_debug_thawed(PFN);
	EXPECT_EQ(rule(), DEBUG_R3);
	flush_tlb_mm(&mms[0]);
	table.table = true;
	luf_debug_lost(&table);
	luf_debug_allocs(PFN);
	EXPECT_EQ(rule(), DEBUG_R4);
}

TEST(promised, "luf_debug R5: a call returns, or the device reads, and more is allowed than said")
{
	struct debug_entry writable = leaf;

	start(true);
	writable.rights |= DEBUG_WRITE;
	luf_debug_lost(&writable);
	luf_debug_promises(&mms[0], 0, VA, 0, luf_debug_now());
	luf_debug_promises(&mms[1], 0, VA + PAGE_SIZE, 0, luf_debug_now());
	luf_debug_promises(&mms[0], VA, VA + PAGE_SIZE, DEBUG_READ | DEBUG_WRITE | DEBUG_EXEC,
			   luf_debug_now());
	mmu_play(2);
	luf_debug_promises(&mms[0], VA, VA + PAGE_SIZE, 0, 0); /* another lost it since */
	mmu_play(0);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	luf_debug_promises(&mms[0], VA, VA + PAGE_SIZE, DEBUG_READ | DEBUG_EXEC, 0);
	EXPECT_EQ(rule(), DEBUG_R5);
	luf_debug_promises_object(&owner, 0, 7, luf_debug_now());
	luf_debug_promises_object(NULL, 0, 8, luf_debug_now());
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	luf_debug_promises_object(&owner, 7, 8, luf_debug_now());
	EXPECT_EQ(rule(), DEBUG_R5);
	luf_debug_reads(PFN);
	EXPECT_EQ(rule(), DEBUG_R5);
}

TEST(idle, "luf_debug: a CPU that makes no user accesses breaks the rule when it goes on")
{
	start(true);
	mmu_play(1);
	enter_lazy_tlb();
	mmu_play(0);
	luf_debug_lost(&leaf);
	luf_debug_drops_page(VA);
	luf_debug_allocs(PFN);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	switch_on(1, &mms[0]);
	EXPECT_EQ(rule(), DEBUG_R3);
	EXPECT_EQ(report.cpu, 1);
}

TEST(idle_flushed, "luf_debug: it may, once it has flushed; a table is walked all the time")
{
	struct debug_entry table = leaf;

	start(true);
	mmu_play(1);
	enter_lazy_tlb();
	mmu_play(0);
	luf_debug_lost(&leaf);
	flush_tlb_page(&mms[0], VA);
	luf_debug_allocs(PFN);
	switch_on(1, &mms[0]);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	EXPECT_EQ(shadow_size(), 0);
	mmu_play(1);
	enter_lazy_tlb();
	mmu_play(0);
	table.table = true;
	luf_debug_lost(&table);
	luf_debug_drops_page(0);
	luf_debug_allocs(PFN);
	EXPECT_EQ(rule(), DEBUG_R4);
}

TEST(kept, "luf_debug: a PCID that is kept must not have what has changed hands since")
{
	start(true);
	switch_on(1, &mms[1]);
	luf_debug_lost(&leaf);
	luf_debug_drops_page(VA);
	EXPECT_EQ(shadow_at(0)->cpus.word[0], 2);
	luf_debug_allocs(PFN);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	switch_on(1, &mms[0]); /* nobody has incremented the generation */
	EXPECT_EQ(rule(), DEBUG_R3);
}

TEST(passed, "luf_debug: a PCID must not pass to another mm with what it tagged")
{
	start(true);
	asid_limit_slots(1);
	mutant_set(MUTANT_ASID_REUSE_SKIP_FLUSH, true);
	switch_on(1, &mms[1]);
	EXPECT_EQ(rule(), DEBUG_R5);
}

TEST(silent, "luf_debug: it keeps account in silence until it is to judge")
{
	start(true);
	luf_debug_judge(false);
	luf_debug_lost(&leaf);
	luf_debug_allocs(PFN);
	luf_debug_judge(true);
	EXPECT_EQ(rule(), DEBUG_NO_RULE);
	luf_debug_allocs(PFN);
	luf_debug_allocs(PFN);
	EXPECT(luf_debug_pending());
	EXPECT_EQ(rule(), DEBUG_R3);
	EXPECT_EQ(report.count, 2);
	EXPECT(!luf_debug_pending());
}

TEST(full, "luf_debug: entries that do not fit are counted, and said once")
{
	start(true);
	host_console_clear();
	for (unsigned int i = 0; i < OWED_MAX + 3; i++) {
		struct debug_entry entry = leaf;

		entry.va = (i + 1) * PAGE_SIZE;
		luf_debug_lost(&entry);
	}
	EXPECT_EQ(luf_debug_missed(), 3);
	EXPECT_EQ(host_console_lines(), 1);
	flush_tlb_mm(&mms[0]);
	EXPECT_EQ(shadow_size(), 0);
}
