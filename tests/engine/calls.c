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

	BUG_ON(index >= file->nr_pages);
	world_fill(block, world_stamp(r, file, index, value));
	BUG_ON(blkdev_write(file->first_block + index, block));
}

void write_content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	uint64_t words[STAMP_WORDS];

	stamp_put(words, world_stamp(r, file, index, value));
	BUG_ON(file_write(file, index << PAGE_SHIFT, words, sizeof(words)));
}

uint64_t read_content(struct run *r, struct file *file, uint64_t index)
{
	uint64_t word;

	BUG_ON(file_read(file, index << PAGE_SHIFT, &word, sizeof(word)));
	return world_meaning(r, word);
}

uint64_t device_content(struct run *r, struct file *file, uint64_t index)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	BUG_ON(blkdev_read(file->first_block + index, block));
	return world_meaning(r, block[0]);
}

void map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags, struct file *file,
	       uint64_t index)
{
	BUG_ON(do_mmap(mm, va, pages * PAGE_SIZE, flags, file, index));
}

void unmap_pages(struct mm *mm, uintptr_t va, size_t pages)
{
	BUG_ON(do_munmap(mm, va, pages * PAGE_SIZE));
}

void protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags)
{
	BUG_ON(do_mprotect(mm, va, pages * PAGE_SIZE, flags));
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
	BUG_ON(store(r, va, n) != DONE);
	mm_use(NULL);
	BUG_ON(reclaim_anon_pages(r->mm, va, 1) != 1);
	protect(r, va, VM_READ | VM_WRITE); /* leave no batch pending */
}

void populate(struct run *r, uintptr_t va)
{
	BUG_ON(handle_mm_fault(r->mm, va, 0));
}

void swap_out(struct run *r, uintptr_t va)
{
	swap_out_pages(r, va, 1);
}

void swap_out_pages(struct run *r, uintptr_t va, size_t pages)
{
	(void)reclaim_anon_pages(r->mm, va, pages);
}

struct page *hold_page(struct run *r, struct file *file, uint64_t index)
{
	struct page *page = file_find_page(file, index);

	(void)r;
	BUG_ON(!page);
	return page;
}

void release_page(struct page *page)
{
	page_put(page);
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
	BUG_ON(file_sync(file));
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
	uint64_t word = 0;
	uint64_t value;

	step(USER_ACCESS, va, 0);
	value = user_load(va, &word) ? world_meaning(r, word) : FAULT;
	remember("load", va, word, value);
	return value;
}

uint64_t store(struct run *r, uintptr_t va, unsigned int n)
{
	const struct actor *actor = actor_on[cpu_id()];
	uint64_t word = stamp_make(STAMP_STORE, actor ? actor->index : 0, 0, r->number << 4 | n);
	uint64_t value;

	BUG_ON(n >= VALUE_NAMES);
	step(USER_ACCESS, va, 0);
	value = user_store(va, word) ? DONE : FAULT;
	remember("store", va, word, value);
	return value;
}

uint64_t fetch(struct run *r, uintptr_t va)
{
	uint64_t word = 0;
	uint64_t value;

	step(USER_ACCESS, va, 0);
	value = user_exec(va + WORLD_CODE, &word) ? world_meaning(r, word) : FAULT;
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
	struct page *page = page_alloc(PAGE_KERNEL);

	BUG_ON(!page);
	world_occupy(r, page, value);
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
