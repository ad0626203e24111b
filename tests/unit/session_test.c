/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/session.c and world.c: runs share nothing.  Each run leaves behind whatever
 * it can, and looks for what the one before has left.  The simulated CPU has PCIDs, and
 * keeps every entry until it is told otherwise.
 */
#include <arch/user.h>
#include <kernel/mm/calls/remote.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/tlb/luf.h>
#include <tests/engine/judge.h>
#include <tests/engine/moves.h>
#include <tests/engine/session.h>
#include <tests/engine/table.h>
#include <tests/engine/world.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define RUNS 24

static struct tally tally;
static struct sweep sweep;
static struct session session;

/* Runs in which warm() looked. */
static unsigned int looked;

static void boot(void)
{
	static const struct deferred_limits usual = { .frames = 4096, .age_us = 1000000 };

	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(1);
	host_frames(2048);
	world_luf_usual(&usual, LUF_REFILL_COMPARE);
}

static void run_session(const struct litmus *litmus, uint64_t runs)
{
	static const struct options options = { .warm = SWITCH_ON };
	struct regime regime = { &policy_luf, LUF_TRACK_VMA, LUF_OWNER_SAME };

	regime_choose(&regime);
	sweep_init(&sweep, 1);
	session = (struct session){
		.litmus = litmus,
		.options = &options,
		.tally = &tally,
		.sweep = &sweep,
		.random = random_seeded(1, 1),
		.regime = regime_number(&regime),
		.runs = runs,
		.deadline = UINT64_MAX,
		.scene = { .litmus = litmus, .nr_actors = 1 },
	};
	session_run(&session);
	EXPECT_EQ(tally.violations, 0);
}

static void expect_all_ran(void)
{
	EXPECT_EQ(tally.runs, RUNS);
	EXPECT_EQ(tally.broken, 0);
	EXPECT_EQ(looked, RUNS);
}

/* The page that is mapped in all runs of a session. */
static uintptr_t anchor(const struct run *r)
{
	return vma_first_after(r->mm, 0)->start;
}

static bool anchor_has_a(const struct run *r)
{
	return pte_young(pte_get(pte_lookup(r->mm, anchor(r))));
}

/* Load the anchor, and look whether the CPU had to walk. */
static void expect_walk(struct run *r)
{
	uint64_t word;

	EXPECT(!anchor_has_a(r));
	EXPECT(user_load(anchor(r), &word));
	EXPECT(anchor_has_a(r));
	looked++;
}

/* Leave an entry that was filled before A was cleared. */
static void leave_entry(struct run *r)
{
	uint64_t word;

	EXPECT(user_load(anchor(r), &word));
	(void)pte_test_and_clear(pte_lookup(r->mm, anchor(r)), PTE_ACCESSED);
	EXPECT(user_load(anchor(r), &word));
	EXPECT(!anchor_has_a(r));
	r->reg[0] = DONE;
}

static void clear_a(struct run *r)
{
	(void)pte_test_and_clear(pte_lookup(r->mm, anchor(r)), PTE_ACCESSED);
}

#define ONE_ROW .regs = { "0:done" }, .outcomes = { SOMETIMES("done", DONE), NEVER("not", ANY) }

static const struct litmus leaves_entries = {
	.name = "unit/leaves-entries",
	.setup = clear_a,
	.warm = { expect_walk },
	.cpu = { leave_entry },
	ONE_ROW,
};

TEST(entries, "session: no run has a TLB entry from the run before")
{
	boot();
	run_session(&leaves_entries, RUNS);
	expect_all_ran();
}

/* Where the run before had its pages. */
static struct run before;

static void expect_files_new(struct run *r)
{
	for (unsigned int i = 0; i < LITMUS_FILES; i++) {
		EXPECT_EQ(r->file[i]->nr_pages, LITMUS_FILE_PAGES);
		EXPECT(!r->file[i]->remote);
		for (uint64_t index = 0; index < LITMUS_FILE_PAGES; index++)
			EXPECT(!file_find_page(r->file[i], index));
	}
}

static void expect_run_new(struct run *r)
{
	EXPECT(!r->y && !r->w && !r->v && !r->u);
	for (unsigned int i = 0; i < LITMUS_REGS; i++)
		EXPECT_EQ(r->reg[i], REG_UNSET);
	EXPECT(!before.x || r->number == before.number + 1);
	EXPECT(r->mm == r->mms[0]);
}

/* A gather of more pages than it has room for flushes once, unless it finds no frame. */
static void expect_frames_for_gathers(struct run *r)
{
	struct mmu_counts counts;

	map_pages(r->mm, r->other, GATHER_PAGES + 1, VM_READ | VM_WRITE, NULL, 0);
	for (unsigned int i = 0; i <= GATHER_PAGES; i++)
		fault_in(r->mm, r->other + i * PAGE_SIZE);
	mm_use(r->mm);
	counts = mmu_counts;
	unmap_pages(r->mm, r->other, GATHER_PAGES + 1);
	mm_use(NULL);
	EXPECT_EQ(mmu_counts.page, counts.page);
	EXPECT_EQ(mmu_counts.current, counts.current + 1);
}

static void expect_keys(void)
{
	struct cpumask nobody = { 0 };

	EXPECT(luf_new_key(&nobody, 1) != luf_new_key(&nobody, 1));
}

/* With all of these healed and given back, so much can be done. */
static void expect_all_works(struct run *r)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	EXPECT_EQ(blkdev_read(r->file[1]->first_block, block), 0);
	EXPECT_EQ(blkdev_write(r->file[1]->first_block, block), 0);
	EXPECT_EQ(swap_nr_used(), 0);
	map_swapped(r, r->z, 1);
}

static void look_and_map(struct run *r)
{
	const struct stamp born_at_z = {
		.kind = STAMP_ANON,
		.index = (unsigned int)(before.z >> PAGE_SHIFT) & 0xffff,
	};

	expect_files_new(r);
	expect_run_new(r);
	EXPECT(!before.x || !moves_allow(before.x, &born_at_z, 0));
	EXPECT_EQ(moves_returned(), 0);
	for (unsigned int i = 0; i < LITMUS_MMS; i++)
		EXPECT(!vma_next(vma_first_after(r->mms[i], 0)));
	expect_all_works(r);
	expect_frames_for_gathers(r);
	expect_keys();
	device_page(r, 0, OLD);
	map_device(r, r->z + 4 * PAGE_SIZE, 1, VM_READ, 0);
	serve_remotely(r);
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->lone, 3, VM_READ, r->file[1], 0);
	fault_in(r->mms[1], r->lone);
	clear_a(r);
}

static void look_at_cpu(struct run *r)
{
	static struct step steps[STEPS_KEPT];

	for (size_t i = step_last(0, steps); i > 0; i--)
		EXPECT(steps[i - 1].site->kind != STEP_USER_ACCESS);
	EXPECT(mm_current() == r->mm);
	EXPECT_EQ(load(r, r->x), OLD);
	looked++;
}

static void leave_all(struct run *r)
{
	EXPECT_EQ(session.scene.actors[0].nr_accesses, 0);
	EXPECT_EQ(store(r, r->x, 5), DONE);
	fault_in(r->mm, r->z);
	unmap(r, r->x);
	move_pages(r->mm, r->z, 1, r->x);
	truncate_file(r, r->file[1], 3);
	starve_gathers();
	few_luf_keys(1);
	fail_reads();
	fail_writes();
	use_up_swap();
	use_up_frames();
	tell(&r->y);
	tell(&r->w);
	tell(&r->v);
	tell(&r->u);
	become(r->mms[1]);
	before = *r;
	r->reg[0] = DONE;
}

static const struct litmus leaves_all = {
	.name = "unit/leaves-all",
	.setup = look_and_map,
	.warm = { look_at_cpu },
	.cpu = { leave_all },
	ONE_ROW,
};

TEST(everything, "session: no run finds what the run before has left")
{
	boot();
	run_session(&leaves_all, RUNS);
	expect_all_ran();
}

/* What only a broken test leaves. */
static enum { HELD_PAGE, GUEST, MADVISE, NR_LEFT } left;

static void leave_one(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	if (left == HELD_PAGE)
		(void)hold_page_at(r, r->x);
	else if (left == GUEST)
		begin_guest(r);
	else
		begin_madvise_free(r->mm, r->x);
	r->reg[0] = DONE;
}

static const struct litmus leaves_one = {
	.name = "unit/leaves-one",
	.setup = clear_a,
	.cpu = { leave_one },
	ONE_ROW,
};

TEST(broken, "session: what a test has begun and not ended is ended, and it is told so")
{
	boot();
	for (left = 0; left < NR_LEFT; left++) {
		tally = (struct tally){ 0 };
		run_session(&leaves_one, RUNS);
		EXPECT_EQ(tally.runs, 1);
		EXPECT_EQ(tally.broken, 1);
		EXPECT_EQ(tally.unbalanced, 0);
	}
}
