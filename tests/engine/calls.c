/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call: see tests/litmus.h.
 *
 * A content is a stamp of its page whose version holds the run's number and the
 * value's, so that whatever a load returns can be recognised without a table.
 */
#include <arch/cpu.h>
#include <arch/tlb.h>
#include <arch/platform.h>
#include <arch/user.h>
#include <kernel/mm/blkdev.h>
#include <kernel/mm/pgtable.h>
#include <kernel/mm/stamp.h>
#include <kernel/mm/rmap.h>
#include <kernel/mm/vmscan.h>
#include <kernel/mm/writeback.h>
#include <kernel/panic.h>
#include <kernel/step.h>
#include <kernel/tlb/tlb.h>
#include <kernel/wait.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>
#include <tests/engine/world.h>

#define QUICK_LOOKS    100
#define MOST_LOOKS     16
#define FOLLOWED_LOOKS 2 /* to fetch a translation, and to use it */

/* The actor on each CPU that is in a session. */
static struct actor *actor_on[MAX_CPUS];

void world_enter(struct actor *actor)
{
	actor_on[cpu_id()] = actor;
}

void content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	if (index >= file->nr_pages) {
		broken("content", index, "the file ends before that page");
		return;
	}
	world_fill(block, world_stamp(r, file, index, value));
	must(world_result(blkdev_write(file->first_block + index, block)), "content", index);
}

void write_content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	must(try_write_content(r, file, index, value), "write_content", index);
}

uint64_t read_content(struct run *r, struct file *file, uint64_t index)
{
	uint64_t value = try_read_content(r, file, index);

	if (value >= E_FIRST && value <= E_LAST)
		must(value, "read_content", index);
	return value;
}

uint64_t device_content(struct run *r, struct file *file, uint64_t index)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	must(world_result(blkdev_read(file->first_block + index, block)), "device_content", index);
	return world_meaning(r, block[0]);
}

void map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags, struct file *file,
	       uint64_t index)
{
	must(try_map_pages(mm, va, pages, flags, file, index), "map", va);
}

void unmap_pages(struct mm *mm, uintptr_t va, size_t pages)
{
	must(try_unmap_pages(mm, va, pages), "unmap", va);
}

void protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags)
{
	must(try_protect_pages(mm, va, pages, flags), "protect", va);
}

void map(struct run *r, uintptr_t va, unsigned int flags, struct file *file, uint64_t index)
{
	map_pages(r->mm, va, 1, flags, file, index);
}

void unmap(struct run *r, uintptr_t va)
{
	unmap_pages(r->mm, va, 1);
}

void protect(struct run *r, uintptr_t va, unsigned int flags)
{
	protect_pages(r->mm, va, 1, flags);
}

void reclaim(struct run *r, struct file *file, uint64_t first, uint64_t nr)
{
	(void)r;
	(void)reclaim_file_pages(file, first, nr); /* none, if they are busy */
}

void map_swapped(struct run *r, uintptr_t va, unsigned int n)
{
	map(r, va, VM_READ | VM_WRITE, NULL, 0);
	mm_use(r->mm);
	must(store(r, va, n), "map_swapped", va);
	mm_use(NULL);
	must(try_swap_out(r, va), "map_swapped", va);
	protect(r, va, VM_READ | VM_WRITE); /* leave no batch pending */
}

void populate(struct run *r, uintptr_t va)
{
	must(world_result(handle_mm_fault(r->mm, va, 0)), "populate", va);
}

void swap_out(struct run *r, uintptr_t va)
{
	swap_out_pages(r, va, 1);
}

void swap_out_pages(struct run *r, uintptr_t va, size_t pages)
{
	(void)reclaim_anon_pages(r->mm, va, pages);
}

uint64_t age(struct run *r, struct file *file, uint64_t index)
{
	struct page *page = file_find_page(file, index);
	uint64_t cleared = 0;

	(void)r;
	if (!page)
		return 0;
	page_lock(page);
	if (page->file)
		cleared = page_referenced(page);
	page_unlock(page);
	page_put(page);
	return cleared;
}

void sync_file(struct run *r, struct file *file)
{
	(void)r;
	must(try_sync_file(r, file), "sync_file", 0);
}

static void remember(const char *what, uintptr_t va, uint64_t word, uint64_t value)
{
	struct actor *actor = actor_on[cpu_id()];

	if (!actor)
		return;
	actor->accesses[actor->nr_accesses++ % ACCESSES_KEPT] = (struct access){
		.what = what,
		.va = va,
		.word = word,
		.value = value,
		.cycles = cpu_cycles(),
	};
}

uint64_t load(struct run *r, uintptr_t va)
{
	uint32_t returned = moves_returned();
	uint64_t word = 0;
	uint64_t value;

	step(USER_ACCESS, va, 0);
	value = user_load(va, &word) ? world_meaning_at(r, va, word, returned) : FAULT;
	remember("load", va, word, value);
	return value;
}

uint64_t store(struct run *r, uintptr_t va, unsigned int n)
{
	const struct actor *actor = actor_on[cpu_id()];
	uint64_t word = stamp_make(STAMP_STORE, actor ? actor->index : 0, 0, r->number << 4 | n);
	uint64_t value;

	if (n >= VALUE_NAMES) {
		broken("store", va, "values from 16 on are names, which no store can make");
		return FAULT;
	}
	step(USER_ACCESS, va, 0);
	value = user_store(va, word) ? DONE : FAULT;
	remember("store", va, word, value);
	return value;
}

uint64_t fetch(struct run *r, uintptr_t va)
{
	uint32_t returned = moves_returned();
	uint64_t word = 0;
	uint64_t value;

	step(USER_ACCESS, va, 0);
	value = user_exec(va + WORLD_CODE, &word) ? world_meaning_at(r, va, word, returned) : FAULT;
	remember("fetch", va, word, value);
	return value;
}

void world_occupy(struct run *r, struct page *page, enum value value)
{
	stamp_put(page_va(page), world_stamp(r, r->file[0], 0, value));
	step(CONTENT, 0, page_to_pfn(page));
	page_put(page);
}

void occupy_frame(struct run *r, enum value value)
{
	must(try_occupy_frame(r, value), "occupy_frame", 0);
}

void tell(int *flag)
{
	smp_store_release(flag, 1);
}

int told(const int *flag)
{
	return smp_load_acquire(flag);
}

/* True as soon as the flag is set, false after a short while: PAUSE is slow on emulators. */
static bool told_soon(const int *flag)
{
	for (unsigned int i = 0; i < QUICK_LOOKS; i++) {
		if (told(flag))
			return true;
	}
	return false;
}

void await(const int *flag)
{
	wait_until(told_soon(flag), "another actor's tell()", WAIT_FOR_NOBODY, NULL);
}

static bool following;

void world_follow(bool follow)
{
	following = follow;
}

unsigned int looks(const struct run *r)
{
	return following ? FOLLOWED_LOOKS : 1 + r->number % MOST_LOOKS;
}

void listen_and_load(struct run *r, uintptr_t va)
{
	for (unsigned int i = looks(r); i && !r->reg[0]; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = load(r, va);
	}
}

uint64_t load_until_told(struct run *r, uintptr_t va, uint64_t usual, unsigned int most)
{
	for (unsigned int i = 0; i < most; i++) {
		uint64_t value = load(r, va);

		if (value != usual)
			return value;
	}
	await(&r->y);
	return load(r, va);
}

size_t window_pages(size_t pages)
{
	return following || platform_world() == WORLD_MODEL ? 2 : pages;
}

void pause_us(unsigned int us)
{
	uint64_t start = cpu_cycles();

	while (cpu_cycles() - start < us * cpu_cycles_per_us())
		cpu_relax();
}

void become(struct mm *mm)
{
	mm_use(mm);
}

void doze(unsigned int us)
{
	struct mm *mm = mm_current();

	enter_lazy_tlb();
	pause_us(us);
	mm_use(mm);
}

uint64_t faults_taken(void)
{
	return mm_faults_here();
}

uint64_t ipis_sent(void)
{
	struct tlb_stats stats;

	tlb_sum_stats(&stats);
	return stats.ipis;
}

/* The PTE of a page of mm 0, whose tables are there. */
static pte_t *raw_pte(const struct run *r, uintptr_t va)
{
	pte_t *ptep = pte_lookup(r->mm, va);

	BUG_ON(!ptep);
	return ptep;
}

/* Map page @index of file 0 at @va, and fault it in; returns its frame. */
static uint64_t map_raw(struct run *r, uintptr_t va, uint64_t index, enum value value)
{
	content(r, r->file[0], index, value);
	map(r, va, VM_READ | VM_WRITE | VM_SHARED, r->file[0], index);
	BUG_ON(handle_mm_fault(r->mm, va, FAULT_WRITE));
	return pte_pfn(pte_get(raw_pte(r, va)));
}

void map_ab(struct run *r, uint64_t bits)
{
	r->a = map_raw(r, r->x, 0, OLD);
	r->b = map_raw(r, r->z, 1, NEW);
	write_pte(r, r->x, r->a, bits);
	write_pte(r, r->z, r->b, bits);
}

void unmap_ab(struct run *r)
{
	write_pte(r, r->x, r->a, PTE_ACCESSED | PTE_DIRTY);
	write_pte(r, r->z, r->b, PTE_ACCESSED | PTE_DIRTY);
}

void write_pte(struct run *r, uintptr_t va, uint64_t frame, uint64_t bits)
{
	uint64_t rights = pte_bits_for(VM_READ | VM_WRITE) | PTE_WRITE;

	step(PTE_SET, va, frame);
	pte_set(raw_pte(r, va), pte_make(frame, (rights & ~PTE_ACCESSED) | bits));
}

void clear_pte(struct run *r, uintptr_t va, uint64_t bits)
{
	pte_t *ptep = raw_pte(r, va);
	pte_t old;

	/* Why: A or D that the walker sets meanwhile would be lost.  Litmus elt/rmw-atomicity. */
	if (!mutant(ELT_PLAIN_CLEAR)) {
		(void)pte_test_and_clear(ptep, bits);
		return;
	}
	old = pte_get(ptep);
	step(PTE_SET, va, pte_pfn(old));
	pte_set(ptep, pte_clear_bits(old, bits));
}

/* One is hidden at a time. */
static pte_t hidden;

static pte_t *raw_pmd(const struct run *r, uintptr_t va)
{
	pte_t *pmd = pmd_lookup(r->mm, va);

	BUG_ON(!pmd);
	return pmd;
}

void hide_table(struct run *r, uintptr_t va)
{
	pte_t *pmd = raw_pmd(r, va);

	BUG_ON(pte_present(hidden));
	hidden = pte_get(pmd);
	step(PTE_CLEAR, va, pte_pfn(hidden));
	pte_set(pmd, pte_none_value());
}

void show_table(struct run *r, uintptr_t va)
{
	pte_set(raw_pmd(r, va), hidden);
	hidden = pte_none_value();
}

uint64_t pte_has(struct run *r, uintptr_t va, uint64_t bits)
{
	return (pte_value(pte_get(raw_pte(r, va))) & bits) != 0;
}

void invlpg(uintptr_t va)
{
	/* Why: the old entry may be used without end.  Litmus elt/wpte-i-r. */
	if (mutant(ELT_SKIP_INVLPG))
		return;
	step(FLUSH_HERE, va, 0);
	tlb_invalidate_page(va);
}

void invlpg_everywhere(struct run *r, uintptr_t va)
{
	flush_tlb_page(&r->mm->tlb, va);
}

uint64_t frame_content(struct run *r, uint64_t frame)
{
	const uint64_t *word = page_va(pfn_to_page(frame));

	return world_meaning(r, READ_ONCE(*word));
}
