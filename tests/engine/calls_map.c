/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call to move, discard and take away what is mapped: see
 * tests/litmus.h.
 */
#include <kernel/mm/gather.h>
#include <kernel/mm/ksm.h>
#include <kernel/mm/lazyfree.h>
#include <kernel/mm/madvise.h>
#include <kernel/mm/pfnmap.h>
#include <kernel/mm/pgtable.h>
#include <kernel/mm/retract.h>
#include <kernel/mm/softdirty.h>
#include <kernel/mm/stamp.h>
#include <kernel/mm/filemap.h>
#include <kernel/mm/writeback.h>
#include <kernel/panic.h>
#include <kernel/point.h>
#include <kernel/string.h>
#include <tests/engine/world.h>

void move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va)
{
	BUG_ON(do_mremap(mm, va, pages * PAGE_SIZE, new_va));
}

void retract(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	retract_page_tables(file, index);
}

uint64_t is_cached(struct run *r, struct file *file, uint64_t index)
{
	struct page *page = file_find_page(file, index);

	(void)r;
	if (page)
		page_put(page);
	return page != NULL;
}

void advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice)
{
	BUG_ON(do_madvise(mm, va, pages * PAGE_SIZE, advice));
}

void reclaim_lazyfree(struct mm *mm, uintptr_t va, size_t pages)
{
	(void)lazyfree_reclaim(mm, va, va + pages * PAGE_SIZE);
}

void starve_gathers(void)
{
	tlb_gather_without_frames(true);
}

void fault_in(struct mm *mm, uintptr_t va)
{
	BUG_ON(handle_mm_fault(mm, va, vma_find(mm, va)->flags & VM_WRITE ? FAULT_WRITE : 0));
}

static struct pfn_device device;

void world_reset_device(void)
{
	for (uint64_t index = 0; index < PFN_DEVICE_PAGES && device.areas.links.next; index++)
		pfn_device_revoke(&device, index);
}

void device_page(struct run *r, uint64_t index, enum value value)
{
	struct page *page;

	if (!device.areas.links.next)
		pfn_device_init(&device);
	page = pfn_device_add(&device, index);
	BUG_ON(!page);
	stamp_put(page_va(page), world_stamp(r, r->file[0], index, value));
}

void map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags, uint64_t index)
{
	BUG_ON(pfnmap_mmap(r->mm, va, pages * PAGE_SIZE, flags, &device, index));
}

void revoke_device(struct run *r, uint64_t index)
{
	(void)r;
	pfn_device_revoke(&device, index);
}

void clear_refs(struct mm *mm, uintptr_t va, size_t pages)
{
	BUG_ON(do_clear_refs(mm, va, pages * PAGE_SIZE));
}

struct page *stable_page(struct mm *mm, uintptr_t va)
{
	struct page *page = ksm_make_stable(mm, va);

	BUG_ON(!page);
	return page;
}

uint64_t ksm(struct mm *mm, uintptr_t va, struct page *stable)
{
	return ksm_merge(mm, va, stable) == 0;
}

/* The gather of a call that has begun; its mm is NULL if none has. */
static struct mmu_gather begun;

void begin_madvise_free(struct mm *mm, uintptr_t va)
{
	tlb_gather_mmu(&begun, mm);
	madvise_free_leaves(&begun, vma_find(mm, va), va, va + PAGE_SIZE);
}

void end_madvise_free(void)
{
	if (!begun.mm)
		return;
	tlb_finish_mmu(&begun);
	begun.mm = NULL;
}

uint64_t mapped_content(struct run *r, uintptr_t va)
{
	const pte_t *ptep = pte_lookup(r->mm, va);

	if (!ptep || !pte_present(pte_get(ptep)))
		return FAULT;
	return frame_content(r, pte_pfn(pte_get(ptep)));
}

void make_same(struct mm *mm, uintptr_t va, const struct page *stable)
{
	point();
	memcpy(page_va(pfn_to_page(pte_pfn(pte_get(pte_lookup(mm, va))))), page_va(stable),
	       PAGE_SIZE);
}

void sync_page(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	BUG_ON(file_sync_page(file, index));
}
