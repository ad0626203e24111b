/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that move, discard and unmap pages: see tests/litmus.h.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/ksm.h>
#include <kernel/mm/machinery/lazyfree.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/machinery/retract.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/point.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>
#include <tests/engine/world.h>

void retract(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	if (bounds_have_page("retract", index))
		retract_page_tables(file, index);
}

uint64_t is_cached(struct run *r, struct file *file, uint64_t index)
{
	struct page *page;

	(void)r;
	if (!bounds_have_page("is_cached", index))
		return 0;
	page = file_find_page(file, index);
	if (page)
		page_put(page);
	return page != NULL;
}

void reclaim_lazyfree(struct mm *mm, uintptr_t va, size_t pages)
{
	if (world_allows_in("reclaim_lazyfree", mm, va, pages))
		(void)lazyfree_reclaim(mm, va, va + pages * PAGE_SIZE);
}

void starve_gathers(void)
{
	tlb_gather_without_frames(true);
}

static struct pfn_device device;

/* Which pages the device has.  In the model accesses to this are no events. */
static bool device_has[PFN_DEVICE_PAGES];

static bool note_device(uint64_t index, bool has)
{
	bool changed;

	cpu_watch_begin();
	changed = READ_ONCE(device_has[index]) != has;
	WRITE_ONCE(device_has[index], has);
	cpu_watch_end();
	return changed;
}

void world_reset_device(void)
{
	for (uint64_t index = 0; index < PFN_DEVICE_PAGES && device.areas.links.next; index++) {
		pfn_device_revoke(&device, index);
		device_has[index] = false;
	}
}

void device_page(struct run *r, uint64_t index, enum value value)
{
	struct page *page;

	if (!world_is_content("device_page", value))
		return;
	if (index >= PFN_DEVICE_PAGES || !note_device(index, true)) {
		broken("device_page", index, "the device has 8 pages, and each is given once");
		return;
	}
	if (!device.areas.links.next)
		pfn_device_init(&device);
	page = pfn_device_add(&device, index);
	if (!page) {
		must(E_NOMEM, "device_page", index);
		return;
	}
	stamp_put(page_va(page), world_stamp(r, r->file[0], index, value));
}

void map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags, uint64_t index)
{
	must(try_map_device(r, va, pages, flags, index), "map_device", va);
}

uint64_t try_map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags,
			uint64_t index)
{
	const struct moves_call call = moves_begin();
	uint64_t result;

	if (!world_allows("map_device", va, pages))
		return E_FAULT;
	if (!device.areas.links.next) {
		broken("map_device", va, "device_page() was not called");
		return E_FAULT;
	}
	result = world_result(pfnmap_mmap(r->mm, va, pages * PAGE_SIZE, flags, &device, index));
	if (result == DONE)
		moves_gone(r->mm, va, pages, &call);
	return result;
}

void revoke_device(struct run *r, uint64_t index)
{
	(void)r;
	if (index >= PFN_DEVICE_PAGES || !note_device(index, false))
		broken("revoke_device", index, "the device does not have that page");
	else
		pfn_device_revoke(&device, index);
}

void clear_refs(struct mm *mm, uintptr_t va, size_t pages)
{
	must(try_clear_refs(mm, va, pages), "clear_refs", va);
}

uint64_t soft_dirty(struct mm *mm, uintptr_t va)
{
	if (!world_allows_in("soft_dirty", mm, va, 1))
		return 0;
	return is_soft_dirty(mm, va);
}

uint64_t ksm(struct mm *mm, uintptr_t va, struct page *stable)
{
	if (!world_allows_in("ksm", mm, va, 1))
		return 0;
	if (!stable) {
		broken("ksm", va, "no stable page");
		return 0;
	}
	return ksm_merge(mm, va, stable) == 0;
}

/* The gather of a call that has begun; its mm is NULL if none has. */
static struct mmu_gather begun;

void begin_madvise_free(struct mm *mm, uintptr_t va)
{
	struct vma *vma;

	if (!world_allows_in("begin_madvise_free", mm, va, 1))
		return;
	vma = vma_find(mm, va);
	if (!vma || begun.mm) {
		broken("begin_madvise_free", va,
		       vma ? "one has begun already" : "nothing is mapped there");
		return;
	}
	tlb_gather_mmu(&begun, mm);
	madvise_free_leaves(&begun, vma, va, va + PAGE_SIZE);
}

void end_madvise_free(void)
{
	if (!begun.mm)
		return;
	tlb_finish_mmu(&begun);
	begun.mm = NULL;
}

void world_finish_madvise(void)
{
	if (begun.mm)
		broken("begin_madvise_free", 0, "end_madvise_free() was not called");
	end_madvise_free();
}

uint64_t mapped_content(struct run *r, uintptr_t va)
{
	const pte_t *ptep = pte_lookup(r->mm, va);
	const uint64_t *word;

	if (!ptep || !pte_present(pte_get(ptep)))
		return FAULT;
	word = page_va(pfn_to_page(pte_pfn(pte_get(ptep))));
	return world_meaning_at(r, va, READ_ONCE(*word), moves_returned());
}

void make_same(struct mm *mm, uintptr_t va, const struct page *stable)
{
	const pte_t *ptep;
	struct stamp stamp;

	if (!world_allows_in("make_same", mm, va, 1))
		return;
	ptep = pte_lookup(mm, va);
	if (!stable || !ptep || !pte_present(pte_get(ptep))) {
		broken("make_same", va, stable ? "no page is there" : "no stable page");
		return;
	}
	/* If @stable has fresh memory, it is fresh here, too. */
	if (stamp_decode(*(const uint64_t *)page_va(stable), &stamp) && stamp.kind == STAMP_ANON)
		(void)moves_note(mm, (uintptr_t)stamp.index << PAGE_SHIFT, 1, va);
	point();
	memcpy(page_va(pfn_to_page(pte_pfn(pte_get(ptep)))), page_va(stable), PAGE_SIZE);
}
