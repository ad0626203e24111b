/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making and resetting the world of a run.
 *
 *	region of 2 MiB	  page 0: anchor   1 … 191: x   256 … 447: z   each with 64 from it on
 *	two more	  lone, other: the only mappings there, so their tables come and go
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/calls/remote.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/point.h>
#include <tests/engine/awaits.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>
#include <tests/engine/table.h>
#include <tests/engine/world.h>

#define REGION_SIZE  pte_span(1)
#define REGIONS_FROM 0x10000000UL
#define NR_REGIONS   1024
#define LONE_REGION  0x4000000000UL

/* The region of the session; x and z of a run lie in it. */
static uintptr_t region;

/* The run that is prepared or in progress: its test, and what the engine gave it. */
static const struct litmus *current;
static struct run given;

bool world_allows(const char *call, uintptr_t va, size_t pages)
{
	return bounds_allow(&given, call, va, pages);
}

bool world_has_mm(const char *call, const struct mm *mm)
{
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		if (mm == given.mms[i])
			return true;
	}
	if (world_is_guest(mm))
		return true;
	broken(call, (uintptr_t)mm, "the mm is none of r->mms[], nor a guest that lives");
	return false;
}

bool world_allows_in(const char *call, const struct mm *mm, uintptr_t va, size_t pages)
{
	return world_has_mm(call, mm) && world_allows(call, va, pages);
}

bool world_is_content(const char *call, enum value value)
{
	if (value >= OLD && value <= OTHER)
		return true;
	broken(call, value, "no content that a test may give a page: OLD, NEW, NEWER, OTHER");
	return false;
}

bool world_is_raw(const char *call)
{
	if (current->raw)
		return true;
	broken(call, 0, "a raw operation, and the test is not .raw");
	return false;
}

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

enum value world_meaning_at(const struct run *run, uintptr_t va, uint64_t word, uint32_t returned)
{
	enum value value = world_meaning(run, word);
	struct stamp stamp;

	if (value != FRESH || !stamp_decode(word, &stamp))
		return value;
	if (!moves_allow(va, &stamp, returned))
		return FOREIGN;
	moves_saw(va, &stamp);
	return value;
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

/* Swap cannot be removed either. */
static void session_swap(void)
{
	static bool on;

	if (!on)
		BUG_ON(swap_on(RUN_SLOTS));
	on = true;
}

/* Map a page that stays, so that x shares its table with another mapping. */
static void map_anchor(struct mm *mm)
{
	BUG_ON(do_mmap(mm, region, PAGE_SIZE, VM_READ, NULL, 0));
	BUG_ON(handle_mm_fault(mm, region, 0));
}

void world_make_anew(struct mm *mm)
{
	BUG_ON(do_munmap(mm, 0, USER_VA_END));
	map_anchor(mm);
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
		map_anchor(run->mms[i]);
	}
	run->mm = run->mms[0];
}

void world_destroy(struct scene *scene)
{
	page_reuse_deferred_first(false);
	world_luf_reset();
	world_rules_reset();
	for (unsigned int i = 0; i < LITMUS_MMS; i++)
		mm_destroy(scene->run.mms[i]);
}

void world_prepare(struct scene *scene, struct random *random)
{
	/* Counts the runs of all tests, so that what another test left behind is FOREIGN. */
	static uint32_t runs;
	struct run *run = &scene->run;

	current = scene->litmus;
	run->program = current->program;
	run->number = runs++;
	run->x = region + (1 + random_below(random, 191)) * PAGE_SIZE;
	run->z = region + (256 + random_below(random, 192)) * PAGE_SIZE;
	run->lone = LONE_REGION + random_below(random, NR_REGIONS) * REGION_SIZE;
	run->other = run->lone ^ REGION_SIZE;
	run->y = 0;
	run->w = 0;
	run->v = 0;
	run->u = 0;
	for (unsigned int i = 0; i < LITMUS_REGS; i++)
		run->reg[i] = REG_UNSET;
	page_reuse_deferred_first(random_below(random, 2));
	world_luf_reset();
	world_rules_reset();
	world_begin_uffd();
	moves_forget(run->mm);
	awaits_forget(run);
	tlb_gather_without_frames(false);
	given = *run;
	scene->litmus->setup(run);
}

/* A test must not change what the engine gave the run; restore it for later runs. */
#define TAKE_BACK(field)                                                                           \
	do {                                                                                       \
		if (memcmp(&run->field, &given.field, sizeof(run->field)) != 0) {                  \
			broken("r->" #field, 0, "the test has changed what is the engine's");      \
			memcpy(&run->field, &given.field, sizeof(run->field));                     \
		}                                                                                  \
	} while (0)

static void take_back(struct run *run)
{
	TAKE_BACK(mm);
	TAKE_BACK(mms);
	TAKE_BACK(file);
	TAKE_BACK(x);
	TAKE_BACK(z);
	TAKE_BACK(lone);
	TAKE_BACK(other);
	TAKE_BACK(number);
	TAKE_BACK(program);
}

static bool is_anchor(const struct vma *vma)
{
	return vma->start == region && vma->end == region + PAGE_SIZE;
}

/* Only the anchor may be mapped now: what else is mapped, the test has mapped without us. */
static void remove_leftovers(struct mm *mm)
{
	struct vma *vma = vma_first_after(mm, 0);

	while (vma) {
		const struct vma *next = vma_next(vma);
		uintptr_t start = vma->start;
		uintptr_t end = vma->end;

		if (!is_anchor(vma)) {
			broken("map", start, "the run has left an area where it has no business");
			BUG_ON(do_munmap(mm, start, end - start));
		}
		vma = next ? vma_first_after(mm, end) : NULL;
	}
	if (vma_find(mm, region))
		return;
	broken("unmap", region, "the engine's own page, which is there all the time, is gone");
	map_anchor(mm);
}

/* Tables must be freed with the last VMA that they serve, and entries with theirs. */
static void look_for_tables(const struct run *run, struct mm *mm)
{
	const uintptr_t kept[] = { run->x, run->z };

	if (pte_lookup(mm, run->lone) || pte_lookup(mm, run->other))
		broken("world_reset", run->lone, "page tables are left that serve no area");
	for (unsigned int i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const pte_t *ptep = pte_lookup(mm, kept[i]);

		if (ptep && !entry_is_empty(pte_get(ptep)))
			broken("world_reset", kept[i], "an entry is left that no area has");
	}
}

void world_reset(struct scene *scene)
{
	struct run *run = &scene->run;

	heal();
	take_back(run);
	world_finish_raw(run);
	world_finish_breakpoints();
	world_finish_server();
	world_finish_madvise();
	world_finish_guest(run);
	world_release_held();
	world_finish_children(run);
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		BUG_ON(do_munmap(run->mms[i], region + PAGE_SIZE, REGION_SIZE - PAGE_SIZE));
		BUG_ON(do_munmap(run->mms[i], LONE_REGION, NR_REGIONS * REGION_SIZE));
		remove_leftovers(run->mms[i]);
		look_for_tables(run, run->mms[i]);
	}
	world_reset_device();
	world_reset_dax();
	world_reset_dma();
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
	if (swap_nr_used())
		panic("%s has left %lu swap slots in use", scene->litmus->name, swap_nr_used());
}
