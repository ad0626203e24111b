/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory manager against a shadow of it: random calls, one after another, on
 * simulated CPUs whose TLBs keep all they may, while other CPUs make accesses.
 *
 * Calls do not race with calls, so this shows whether the right CPUs are told of
 * everything, and before an access can go wrong.  Mutants, most of which it must notice,
 * prove that it does.
 */
#include <string.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/shadow.h>
#include <tests/unit/unit.h>

#define FRAMES 300
#define STEPS  2000
#define SLOTS  5

static unsigned int random_flags(void)
{
	static const unsigned int choices[] = {
		0,
		VM_READ,
		VM_READ,
		VM_READ | VM_EXEC,
		VM_READ | VM_WRITE,
		VM_READ | VM_WRITE | VM_EXEC,
	};

	return choices[below(sizeof(choices) / sizeof(choices[0]))];
}

/* Some pages in a row, in the part of the address space where spots are. */
static unsigned int random_range(unsigned int *nr)
{
	unsigned int first = below(SPOTS);

	*nr = 1;
	if (first < SPOTS / 2)
		*nr += below(SPOTS / 2 - first) % 3;
	return first;
}

static void do_map(void)
{
	unsigned int nr, mm = below(MMS), first = random_range(&nr);
	int file = (int)below(FILES + 1) - 1;
	uint64_t index = below(FILE_PAGES + 1 - nr);
	unsigned int flags = random_flags() | (file >= 0 && below(2) ? VM_SHARED : 0);

	EXPECT_EQ(do_mmap(shadow.mms[mm], spot_va(first), nr * PAGE_SIZE, flags,
			  file < 0 ? NULL : shadow.files[file], index),
		  0);
	for (unsigned int i = 0; i < nr; i++) {
		shadow.spots[mm][first + i] = (struct spot){
			.mapped = true,
			.flags = flags,
			.file = file,
			.index = index + i,
		};
	}
}

static void do_unmap(void)
{
	unsigned int nr, mm = below(MMS), first = random_range(&nr);

	EXPECT_EQ(do_munmap(shadow.mms[mm], spot_va(first), nr * PAGE_SIZE), 0);
	memset(&shadow.spots[mm][first], 0, nr * sizeof(struct spot));
}

static void do_protect(void)
{
	unsigned int nr, mm = below(MMS), first = random_range(&nr);
	unsigned int flags = random_flags();
	bool whole = true;
	int err;

	for (unsigned int i = first; i < first + nr; i++)
		whole &= shadow.spots[mm][i].mapped;
	err = do_mprotect(shadow.mms[mm], spot_va(first), nr * PAGE_SIZE, flags);
	EXPECT_EQ(err == 0, whole);
	for (unsigned int i = first; whole && i < first + nr; i++)
		shadow.spots[mm][i].flags = (shadow.spots[mm][i].flags & VM_SHARED) | flags;
}

static void do_write(void)
{
	unsigned int file = below(FILES);
	uint64_t index = below(FILE_PAGES);
	uint64_t word = ++shadow.last_word;

	EXPECT_EQ(file_write(shadow.files[file], index * PAGE_SIZE, &word, sizeof(word)), 0);
	/* Stores made meanwhile came before the copy. */
	shadow.words[file][index] = word;
}

static void do_read(void)
{
	unsigned int file = below(FILES);
	uint64_t index = below(FILE_PAGES);
	uint64_t word;

	EXPECT_EQ(file_read(shadow.files[file], index * PAGE_SIZE, &word, sizeof(word)), 0);
	if (word != shadow.words[file][index])
		complain("read()", 0, (unsigned int)index, word, shadow.words[file][index]);
}

static void do_sync(void)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];
	unsigned int file = below(FILES);
	uint64_t stored_before = shadow.stored_meanwhile;

	EXPECT_EQ(file_sync(shadow.files[file]), 0);
	if (shadow.stored_meanwhile != stored_before)
		return;
	for (unsigned int i = 0; i < FILE_PAGES; i++) {
		EXPECT_EQ(blkdev_read(shadow.files[file]->first_block + i, block), 0);
		if (block[0] != shadow.words[file][i])
			complain("device", 0, i, block[0], shadow.words[file][i]);
	}
}

static void do_reclaim(void)
{
	if (below(3))
		(void)reclaim_file_pages(shadow.files[below(FILES)], below(FILE_PAGES),
					 1 + below(6));
	else
		(void)reclaim_pages(1 + below(4));
}

static void do_swap_out(void)
{
	unsigned int nr, mm = below(MMS), first = random_range(&nr);

	(void)reclaim_anon_pages(shadow.mms[mm], spot_va(first), nr);
}

static void do_age(void)
{
	struct page *page = file_find_page(shadow.files[below(FILES)], below(FILE_PAGES));

	if (!page)
		return;
	page_lock(page);
	(void)page_referenced(page);
	page_unlock(page);
	page_put(page);
}

/* A CPU goes to another mm, to none, or idle.  CPU 0 stays awake: somebody must make the calls. */
static void do_switch(void)
{
	unsigned int cpu = below(CPUS);

	shadow_play(cpu);
	if (cpu && below(4) == 0) {
		enter_lazy_tlb();
		shadow.lazy[cpu] = true;
		return;
	}
	shadow.used_by[cpu] = (int)below(MMS + 1) - 1;
	shadow.lazy[cpu] = false;
	mm_use(shadow.used_by[cpu] < 0 ? NULL : shadow.mms[shadow.used_by[cpu]]);
	if (below(10) == 0)
		tlb_flush_everything_here();
}

static void do_frame(void)
{
	struct page *page = page_alloc(PAGE_KERNEL);

	page_reuse_deferred_first(below(2));
	if (!page)
		return;
	memset(page_va(page), 0x99, PAGE_SIZE);
	page_put(page);
}

static void do_rebirth(void)
{
	unsigned int mm = below(MMS);

	mm_destroy(shadow.mms[mm]);
	for (unsigned int cpu = 0; cpu < CPUS; cpu++) {
		if (shadow.used_by[cpu] == (int)mm)
			shadow.used_by[cpu] = -1;
	}
	memset(shadow.spots[mm], 0, sizeof(shadow.spots[mm]));
	shadow.mms[mm] = mm_create();
	EXPECT(shadow.mms[mm]);
}

static void random_call(void)
{
	static void (*const calls[])(void) = {
		do_map,	  do_map,     do_unmap,	  do_protect,  do_write,    do_read,
		do_sync,  do_reclaim, do_reclaim, do_reclaim,  do_reclaim,  do_age,
		do_frame, do_switch,  do_switch,  do_swap_out, do_swap_out,
	};
	unsigned int cpu = below(CPUS);

	shadow_play(shadow.lazy[cpu] ? 0 : cpu);
	if (below(100) == 0)
		do_rebirth();
	else
		calls[below(sizeof(calls) / sizeof(calls[0]))]();
}

static void begin(uint64_t seed)
{
	shadow.random = random_seeded(seed, 23);
	mmu_late_ipis = below(2);
	shadow.loads_per_store = 1 + below(8);
	flush_policy_choose(below(2) ? &policy_luf : flush_policies[below(nr_flush_policies)]);
	luf_track_choose((enum luf_track)below(NR_LUF_TRACKS));
	memset(shadow.spots, 0, sizeof(shadow.spots));
	for (unsigned int i = 0; i < MMS; i++)
		EXPECT(shadow.mms[i] = mm_create());
	for (unsigned int cpu = 0; cpu < CPUS; cpu++) {
		shadow.used_by[cpu] = -1;
		shadow.lazy[cpu] = false;
	}
}

static void end(void)
{
	shadow_play(0);
	for (unsigned int i = 0; i < MMS; i++)
		mm_destroy(shadow.mms[i]);
	for (unsigned int i = 0; i < FILES; i++) {
		EXPECT_EQ(file_sync(shadow.files[i]), 0);
		file_drop_cache(shadow.files[i]);
	}
	EXPECT_EQ(swap_nr_used(), 0);
}

/* Random calls until @steps are made or something is wrong. */
static void play(uint64_t seed, unsigned int steps)
{
	begin(seed);
	for (unsigned int i = 0; i < steps && !*shadow.wrong; i++) {
		random_call();
		for (unsigned int n = below(6); n; n--)
			shadow_access();
		shadow_check_frames();
	}
	if (!*shadow.wrong)
		end();
}

static void start(bool pcid, unsigned int asids)
{
	host_features[CPU_PCID] = pcid;
	host_features[CPU_NX] = true;
	mmu_start(CPUS);
	host_frames(FRAMES);
	asid_limit_slots(asids);
	EXPECT_EQ(swap_on(SLOTS), 0);
	for (unsigned int i = 0; i < FILES; i++)
		EXPECT(shadow.files[i] = file_create(FILE_PAGES));
}

static void play_seeds(uint64_t first, uint64_t last)
{
	for (uint64_t seed = first; seed <= last; seed++) {
		play(seed, STEPS);
		if (*shadow.wrong)
			unit_fail(__FILE__, __LINE__, "seed %lu: %s", seed, shadow.wrong);
	}
}

TEST(pcids, "mm: random calls on 3 CPUs, with PCIDs: no access sees anything old")
{
	start(true, NR_ASIDS);
	play_seeds(1, 8);
}

TEST(few_pcids, "mm: random calls on 3 CPUs, with 2 slots: no access sees anything old")
{
	start(true, 2);
	play_seeds(11, 14);
}

TEST(no_pcid, "mm: random calls on 3 CPUs, without PCID: no access sees anything old")
{
	start(false, NR_ASIDS);
	play_seeds(21, 24);
}

TEST(no_leak, "mm: random calls leave as many frames free as the same calls before")
{
	size_t free_frames;

	start(true, NR_ASIDS);
	for (unsigned int i = 0; i < 3; i++)
		play(31, STEPS);
	free_frames = page_nr_free();
	for (unsigned int i = 0; i < 3; i++)
		play(31, STEPS);
	EXPECT_STR(shadow.wrong, "");
	EXPECT_EQ(page_nr_free(), free_frames);
}

/* Does some run with the mutant go wrong?  Its process ends with 1 then. */
static bool is_noticed(enum mutant id)
{
	if (!unit_fork())
		return unit_wait() == 1;
	start(true, 3);
	mutant_set(id, true);
	for (uint64_t seed = 100; seed < 200 && !*shadow.wrong; seed++)
		play(seed, STEPS);
	unit_exit(*shadow.wrong ? 1 : 0);
}

/* Mutants that act even if no other call is in the middle of one, and that are not too rare. */
static const enum mutant noticed[] = {
	MUTANT_SHOOTDOWN_SKIP_IPI,	 MUTANT_SHOOTDOWN_SKIP_WAIT,
	MUTANT_FLUSH_GEN_ZERO_IS_OLD,	 MUTANT_PARTIAL_FLUSH_IGNORES_GAP,
	MUTANT_FLUSH_FUNC_SKIP_INVLPG,	 MUTANT_FLUSH_FUNC_SKIP_FULL,
	MUTANT_SWITCH_SKIP_GEN_CHECK,	 MUTANT_ASID_REUSE_SKIP_FLUSH,
	MUTANT_LAZY_SKIP_GEN_CHECK,	 MUTANT_EAGER_SKIP_FLUSH,
	MUTANT_RECLAIM_SKIP_BATCH_FLUSH, MUTANT_RECLAIM_SKIP_DIRTY_FLUSH,
	MUTANT_LUF_IGNORES_WRITABLE,	 MUTANT_LUF_FOLD_KEEPS_OLD_UGEN,
	MUTANT_ALLOC_SKIP_TAKEOFF,	 MUTANT_FREE_FORGETS_LUF_KEY,
	MUTANT_WRITE_SKIP_LUF,		 MUTANT_FAULT_SKIP_LUF_SHARED,
	MUTANT_FAULT_SKIP_LUF_COW,	 MUTANT_GATHER_SKIP_FLUSH,
	MUTANT_GATHER_FREE_BEFORE_FLUSH, MUTANT_GATHER_SKIP_LUF,
	MUTANT_MPROTECT_SKIP_FLUSH,	 MUTANT_COW_SKIP_FLUSH,
	MUTANT_MKCLEAN_SKIP_FLUSH,	 MUTANT_SWAP_IN_SKIP_LUF,
};

TEST(teeth, "mm: random calls notice the mutants that need no race of two calls")
{
	for (size_t i = 0; i < sizeof(noticed) / sizeof(noticed[0]); i++) {
		if (!is_noticed(noticed[i]))
			unit_fail(__FILE__, __LINE__, "not noticed: %s",
				  mutant_info[noticed[i]].name);
	}
}
