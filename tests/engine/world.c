/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making and resetting the world of a run.
 *
 *	region of 2 MiB	  page 0: anchor   1 … 191: x, and 64 behind it   256 … 511: z
 *	two more	  lone, other: the only mappings there, so their tables come and go
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/mm/remote.h>
#include <kernel/mm/gather.h>
#include <kernel/mm/stamp.h>
#include <kernel/mm/swap.h>
#include <kernel/mm/truncate.h>
#include <kernel/mm/writeback.h>
#include <kernel/panic.h>
#include <kernel/point.h>
#include <kernel/string.h>
#include <tests/engine/world.h>

#define REGION_SIZE  pte_span(1)
#define REGIONS_FROM 0x10000000UL
#define NR_REGIONS   1024
#define LONE_REGION  0x4000000000UL

/* The region of the session; x and z of a run lie in it. */
static uintptr_t region;

/* Versions of file contents and stores carry the run and the value: see content(). */
enum value world_meaning(const struct run *run, uint64_t word)
{
	struct stamp stamp;

	if (!stamp_decode(word, &stamp))
		return FOREIGN;
	if (stamp.kind == STAMP_FREE)
		return FREED;
	if (stamp.kind == STAMP_ANON)
		return stamp.owner == (run->mm->id & 0xfff) ? FRESH : FOREIGN;
	if (stamp.version >> 4 != (run->number & 0xfffff))
		return FOREIGN;
	if (stamp.kind == STAMP_STORE)
		return (enum value)(stamp.version & 15);
	return (enum value)(VALUE_NAMES + (stamp.version & 15));
}

uint64_t world_stamp(const struct run *run, const struct file *file, uint64_t index,
		     enum value value)
{
	BUG_ON(value < OLD || value > OTHER);
	return stamp_make(STAMP_FILE, file->id, (unsigned int)index,
			  run->number << 4 | (value - VALUE_NAMES));
}

void world_fill(void *page, uint64_t stamp)
{
	unsigned char code[USER_CODE_SIZE];

	stamp_put(page, stamp);
	user_code(code, stamp);
	point();
	memcpy((char *)page + WORLD_CODE, code, sizeof(code));
}

/* Files cannot be deleted, so every session has the same ones. */
static struct file *session_file(unsigned int i)
{
	static struct file *files[LITMUS_FILES];

	if (!files[i])
		files[i] = file_create(LITMUS_FILE_PAGES);
	BUG_ON(!files[i]);
	return files[i];
}

/* Swap cannot be taken away either. */
static void session_swap(void)
{
	static bool on;

	if (!on)
		BUG_ON(swap_on(RUN_SLOTS));
	on = true;
}

void world_create(struct scene *scene, struct random *random)
{
	struct run *run = &scene->run;

	memset(run, 0, sizeof(*run));
	region = REGIONS_FROM + random_below(random, NR_REGIONS) * REGION_SIZE;
	session_swap();
	for (unsigned int i = 0; i < LITMUS_FILES; i++)
		run->file[i] = session_file(i);
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		run->mms[i] = mm_create();
		BUG_ON(!run->mms[i]);
		BUG_ON(do_mmap(run->mms[i], region, PAGE_SIZE, VM_READ, NULL, 0));
		BUG_ON(handle_mm_fault(run->mms[i], region, 0));
	}
	run->mm = run->mms[0];
}

void world_destroy(struct scene *scene)
{
	page_reuse_deferred_first(false);
	world_luf_reset();
	for (unsigned int i = 0; i < LITMUS_MMS; i++)
		mm_destroy(scene->run.mms[i]);
}

void world_prepare(struct scene *scene, struct random *random)
{
	/* Of all tests, so that what another one left behind is recognised as foreign. */
	static uint32_t runs;
	struct run *run = &scene->run;

	run->number = runs++;
	run->x = region + (1 + random_below(random, 191)) * PAGE_SIZE;
	run->z = region + (256 + random_below(random, 256)) * PAGE_SIZE;
	run->lone = LONE_REGION + random_below(random, NR_REGIONS) * REGION_SIZE;
	run->other = run->lone ^ REGION_SIZE;
	run->y = 0;
	run->w = 0;
	memset(run->reg, 0, sizeof(run->reg));
	for (unsigned int i = 0; i < scene->nr_actors; i++)
		scene->actors[i].nr_accesses = 0;
	page_reuse_deferred_first(random_below(random, 2));
	world_luf_reset();
	tlb_gather_without_frames(false);
	scene->litmus->setup(run);
}

void world_reset(struct scene *scene)
{
	struct run *run = &scene->run;

	heal();
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		BUG_ON(do_munmap(run->mms[i], region + PAGE_SIZE, REGION_SIZE - PAGE_SIZE));
		BUG_ON(do_munmap(run->mms[i], LONE_REGION, NR_REGIONS * REGION_SIZE));
	}
	world_reset_device();
	for (unsigned int i = 0; i < LITMUS_FILES; i++) {
		BUG_ON(file_sync(run->file[i]));
		file_drop_cache(run->file[i]);
		if (run->file[i]->remote)
			remote_detach(run->file[i]->remote);
		BUG_ON(file_truncate(run->file[i], LITMUS_FILE_PAGES));
	}
	for (unsigned int i = 0; i < LITMUS_MMS; i++)
		BUG_ON(handle_mm_fault(run->mms[i], region,
				       0)); /* reclaim may have had the anchor */
	BUG_ON(swap_nr_used());
}
