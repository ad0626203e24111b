/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus: see tests/litmus.h.
 *
 * A content is a stamp of its page whose version holds the numbers of the run and of the value, so
 * that the value of any load can be recognised without a table.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/calls/page_fault.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/awaits.h>
#include <tests/engine/bounds.h>
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

	if (!bounds_have_page("content", index) || !world_is_content("content", value))
		return;
	world_fill(block, world_stamp(r, file, index, value));
	must(world_result(blkdev_write(file->first_block + index, block)), "content", index);
}

uint64_t device_content(struct run *r, struct file *file, uint64_t index)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	if (!bounds_have_page("device_content", index))
		return FOREIGN;
	must(world_result(blkdev_read(file->first_block + index, block)), "device_content", index);
	return world_meaning(r, block[0]);
}

void reclaim(struct run *r, struct file *file, uint64_t first, uint64_t nr)
{
	(void)r;
	if (nr && bounds_have_page("reclaim", first) && bounds_have_page("reclaim", first + nr - 1))
		(void)reclaim_file_pages(file, first, nr); /* none, if they are busy */
}

void map_swapped(struct run *r, uintptr_t va, unsigned int n)
{
	map(r, va, VM_READ | VM_WRITE, NULL, 0);
	world_use(r->mm);
	must(store(r, va, n), "map_swapped", va);
	world_use(NULL);
	must(try_swap_out(r, va), "map_swapped", va);
	protect(r, va, VM_READ | VM_WRITE); /* leave no batch pending */
}

void populate(struct run *r, uintptr_t va)
{
	if (world_allows("populate", va, 1))
		must(world_result(handle_mm_fault(r->mm, va, 0)), "populate", va);
}

void swap_out(struct run *r, uintptr_t va)
{
	swap_out_pages(r, va, 1);
}

void swap_out_pages(struct run *r, uintptr_t va, size_t pages)
{
	if (pages > RUN_SLOTS)
		broken("swap_out_pages", va, "more pages than RUN_SLOTS");
	else if (world_allows("swap_out_pages", va, pages))
		(void)reclaim_anon_pages(r->mm, va, pages);
}

uint64_t age(struct run *r, struct file *file, uint64_t index)
{
	struct page *page;
	uint64_t cleared = 0;

	(void)r;
	if (!bounds_have_page("age", index))
		return 0;
	page = file_find_page(file, index);
	if (!page)
		return 0;
	page_lock(page);
	if (page->file)
		cleared = page_referenced(page);
	page_unlock(page);
	page_put(page);
	return cleared;
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

/* As whose user each CPU runs, or NULL.  To note that, and to look, is no event. */
static struct mm *user_of[MAX_CPUS];

static void note_user(struct mm *mm)
{
	cpu_watch_begin();
	WRITE_ONCE(user_of[cpu_id()], mm);
	cpu_watch_end();
}

void world_use(struct mm *mm)
{
	note_user(mm);
	mm_use(mm);
}

/* May this actor access the word at @va as a user program?  If not, the test is broken. */
static bool may_access(const char *call, uintptr_t va)
{
	const struct mm *user;

	if (!world_allows(call, va, 1))
		return false;
	if (va % sizeof(uint64_t)) {
		broken(call, va, "a word lies at a multiple of 8");
		return false;
	}
	cpu_watch_begin();
	user = READ_ONCE(user_of[cpu_id()]);
	cpu_watch_end();
	if (user)
		return world_has_mm(call, user);
	broken(call, va, "this CPU is idle, or in no mm: no user program runs on it");
	return false;
}

uint64_t load(struct run *r, uintptr_t va)
{
	uint32_t returned = moves_returned();
	uint64_t word = 0;
	uint64_t value;

	if (!may_access("load", va))
		return FAULT;
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
	if (!may_access("store", va))
		return FAULT;
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

	if (!may_access("fetch", va))
		return FAULT;
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

void tell(int *flag)
{
	smp_store_release(flag, 1);
}

int told(const int *flag)
{
	return smp_load_acquire(flag);
}

/* True as soon as the flag is set, false after a short time: PAUSE is slow on emulators. */
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
	if (!awaits_begin(flag))
		return;
	wait_until(told_soon(flag) || awaits_are_lost(), "another actor's tell()", WAIT_FOR_NOBODY,
		   NULL);
	awaits_end();
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
	if (!mm || world_has_mm("become", mm))
		world_use(mm);
}

void idle(void)
{
	note_user(NULL);
	enter_lazy_tlb();
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
