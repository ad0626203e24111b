/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that map, change and unmap: see tests/litmus.h.
 */
#include <arch/linux/calls/late.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/plants.h>
#include <arch/linux/calls/result.h>
#include <arch/linux/calls/sys.h>
#include <arch/user.h>
#include <tests/engine/bounds.h>
/* Linux's values, under names of their own: a litmus has its own MADV_DONTNEED and MADV_FREE. */
enum { ADVICE_DONTNEED = MADV_DONTNEED, ADVICE_FREE = MADV_FREE };
#include <errno.h>
#include <sys/mman.h>

static bool is_ours(const char *call, const struct mm *mm)
{
	if (mm && mm->nr == 0)
		return true;
	cannot(call, "it is about another address space in a way that is not done yet");
	return false;
}

static bool allows(const char *call, const struct mm *mm, uintptr_t va, size_t pages)
{
	return (mm || is_ours(call, mm)) && place_allows(call, va, pages);
}

static bool can_map(unsigned int flags, const struct file *file)
{
	if (flags & VM_SHARE_TABLE)
		cannot("map", "areas that share a page table are hugetlb's, of whose pages none "
			      "are set aside");
	else if (!file && flags & VM_SHARED)
		cannot("map", "shared memory without a file is not done yet");
	else
		return true;
	return false;
}

uint64_t try_map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags,
		       struct file *file, uint64_t index)
{
	bool written = file && flags & VM_SHARED && flags & VM_WRITE;
	const struct area area = { mm, va, pages, file, index, written };
	struct change *change;
	int err;

	if (!allows("map", mm, va, pages) || (file && !bounds_have_page("map", index)) ||
	    !can_map(flags, file))
		return E_FAULT;
	late_make_all();
	place_note_area(place_here(), &area);
	if (written)
		file_taint(file, index, pages);
	change = change_begin(place_in(mm->nr, va), place_in(mm->nr, va + pages * PAGE_SIZE));
	err = sys_map(mm->at, va, pages * PAGE_SIZE, linux_protection(flags),
		      MAP_FIXED | (flags & VM_SHARED ? MAP_SHARED : MAP_PRIVATE) |
			      (file ? 0 : MAP_ANONYMOUS),
		      file ? file->fd : -1, index * PAGE_SIZE);
	change_end(change, !err);
	return linux_result(!err);
}

static void unmap_late(const struct late *late)
{
	(void)sys_unmap((unsigned int)late->d, late->a, late->b * PAGE_SIZE);
}

uint64_t try_unmap_pages(struct mm *mm, uintptr_t va, size_t pages)
{
	const struct late late = { unmap_late, va, pages, 0, mm ? mm->at : 0 };
	struct change *change;
	int err = 0;

	if (!allows("unmap", mm, va, pages))
		return E_FAULT;
	late_make_all();
	change = change_begin(place_in(mm->nr, va), place_in(mm->nr, va + pages * PAGE_SIZE));
	if (planted(PLANT_REUSE_EARLY))
		(void)user_store(va, file_stamp(NULL, 0, place_here()->run.number, OTHER));
	if (planted(PLANT_UNMAP_LATE))
		late_add(&late);
	else if (!planted(PLANT_UNMAP_NEVER))
		err = sys_unmap(mm->at, va, pages * PAGE_SIZE);
	change_end(change, !err);
	return linux_result(!err);
}

static void protect_late(const struct late *late)
{
	(void)sys_protect((unsigned int)late->d, late->a, late->b * PAGE_SIZE, (int)late->c);
}

/* Stores may reach pages of files from now on, so their content is no longer known. */
static void taint_all(struct place *place)
{
	for (unsigned int i = 0; i < LITMUS_FILES; i++)
		file_taint(&place->files[i], 0, LITMUS_FILE_PAGES);
}

uint64_t try_protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags)
{
	const struct late late = {
		.make = protect_late,
		.a = va,
		.b = pages,
		.c = (uint64_t)linux_protection(flags),
		.d = mm ? mm->at : 0,
	};
	struct change *change;
	int err = 0;

	if (!allows("protect", mm, va, pages))
		return E_FAULT;
	late_make_all();
	if (flags & VM_WRITE)
		taint_all(place_here());
	change = change_begin(place_in(mm->nr, va), place_in(mm->nr, va + pages * PAGE_SIZE));
	change->loads_stay = flags & VM_READ;
	if (planted(PLANT_PROTECT_LATE))
		late_add(&late);
	else if (!planted(PLANT_PROTECT_NEVER))
		err = sys_protect(mm->at, va, pages * PAGE_SIZE, linux_protection(flags));
	change_end(change, !err);
	return linux_result(!err);
}

/* From now on the new range maps what the old one has mapped. */
static void note_move(struct place *place, uintptr_t va, size_t pages, uintptr_t new_va)
{
	unsigned int nr = place->nr_areas;

	for (unsigned int i = 0; i < nr; i++) {
		struct area area = place->areas[i];

		if (area.va < va || area.va >= va + pages * PAGE_SIZE)
			continue;
		area.va += new_va - va;
		place_note_area(place, &area);
	}
}

uint64_t try_move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va)
{
	size_t len = pages * PAGE_SIZE;
	struct change *change;
	void *at;

	if (!is_ours("move_pages", mm) || !allows("move_pages", mm, va, pages) ||
	    !place_allows("move_pages", new_va, pages))
		return E_FAULT;
	late_make_all();
	note_move(place_here(), va, pages, new_va);
	change = change_begin(va, va + len); /* of mm 0 */
	at = mremap((void *)va, len, len, MREMAP_MAYMOVE | MREMAP_FIXED, new_va);
	change_end(change, at == (void *)new_va);
	return linux_result(at == (void *)new_va);
}

static void advise_late(const struct late *late)
{
	(void)sys_advise((unsigned int)late->d, late->a, late->b * PAGE_SIZE, (int)late->c);
}

uint64_t try_advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice)
{
	bool discards = (int)advice == ADVICE_DONTNEED;
	struct late late = {
		.make = advise_late,
		.a = va,
		.b = pages,
		.c = discards ? MADV_DONTNEED : MADV_FREE,
		.d = mm ? mm->at : 0,
	};
	struct change *change;
	int err = 0;

	if (!allows("advise_pages", mm, va, pages))
		return E_FAULT;
	late_make_all();
	change = change_begin(place_in(mm->nr, va), place_in(mm->nr, va + pages * PAGE_SIZE));
	if (discards && planted(PLANT_DISCARD_LATE))
		late_add(&late);
	else if (!discards || !planted(PLANT_DISCARD_NEVER))
		err = sys_advise(mm->at, va, pages * PAGE_SIZE, (int)late.c);
	change_end(change, !err);
	return linux_result(!err);
}

uint64_t try_fault_in(struct mm *mm, uintptr_t va)
{
	uintptr_t page = va & PAGE_MASK;

	if (!allows("fault_in", mm, va, 1))
		return E_FAULT;
	return linux_result(!sys_advise(mm->at, page, PAGE_SIZE, MADV_POPULATE_WRITE) ||
			    !sys_advise(mm->at, page, PAGE_SIZE, MADV_POPULATE_READ));
}

void populate(struct run *r, uintptr_t va)
{
	if (allows("populate", r->mm, va, 1))
		must(linux_result(!madvise((void *)va, PAGE_SIZE, MADV_POPULATE_READ)), "populate",
		     va);
}
