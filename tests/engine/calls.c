/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call: see tests/litmus.h.
 *
 * A content is a stamp of its page whose version holds the run's number and the
 * value's, so that whatever a load returns can be recognised without a table.
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/mm/blkdev.h>
#include <kernel/mm/stamp.h>
#include <kernel/mm/vmscan.h>
#include <kernel/panic.h>
#include <kernel/step.h>
#include <kernel/string.h>
#include <kernel/wait.h>
#include <tests/engine/world.h>

/* The actor on each CPU that is in a session. */
static struct actor *actor_on[MAX_CPUS];

void world_enter(struct scene *scene, struct actor *actor)
{
	(void)scene;
	actor_on[cpu_id()] = actor;
}

static uint64_t content_stamp(const struct run *r, const struct file *file, uint64_t index,
			      enum value value)
{
	BUG_ON(value < OLD || value > OTHER);
	return stamp_make(STAMP_FILE, file->id, (unsigned int)index,
			  r->number << 4 | (value - VALUE_NAMES));
}

void content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	BUG_ON(index >= file->nr_pages);
	stamp_put(block, content_stamp(r, file, index, value));
	BUG_ON(blkdev_write(file->first_block + index, block));
}

void write_content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	uint64_t words[STAMP_WORDS];

	stamp_put(words, content_stamp(r, file, index, value));
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

void map(struct run *r, uintptr_t va, unsigned int flags, struct file *file, uint64_t index)
{
	BUG_ON(do_mmap(r->mm, va, PAGE_SIZE, flags, file, index));
}

void unmap(struct run *r, uintptr_t va)
{
	BUG_ON(do_munmap(r->mm, va, PAGE_SIZE));
}

void protect(struct run *r, uintptr_t va, unsigned int flags)
{
	BUG_ON(do_mprotect(r->mm, va, PAGE_SIZE, flags));
}

void reclaim(struct run *r, struct file *file, uint64_t first, uint64_t nr)
{
	(void)r;
	(void)reclaim_file_pages(file, first, nr); /* none, if they are busy */
}

static void remember(const char *what, uintptr_t va, uint64_t word, uint64_t value)
{
	struct actor *actor = actor_on[cpu_id()];

	if (!actor)
		return;
	actor->accesses[actor->nr_accesses++ % ACCESSES_KEPT] = (struct access){
		.what = what, .va = va, .word = word, .value = value, .cycles = cpu_cycles(),
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
	uint64_t word = stamp_make(STAMP_STORE, 0, 0, r->number << 4 | n);
	uint64_t value;

	BUG_ON(n >= VALUE_NAMES);
	step(USER_ACCESS, va, 0);
	value = user_store(va, word) ? DONE : FAULT;
	remember("store", va, word, value);
	return value;
}

void occupy_frame(struct run *r, enum value value)
{
	struct page *page = page_alloc(PAGE_KERNEL);

	BUG_ON(!page);
	stamp_put(page_va(page), content_stamp(r, r->file[0], 0, value));
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

void await(const int *flag)
{
	wait_until(told(flag), "another actor's tell()", WAIT_FOR_NOBODY, NULL);
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
