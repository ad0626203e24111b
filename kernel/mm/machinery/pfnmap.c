/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mapping a device's frames into programs.  See pfnmap.h.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/machinery/unmap_mapping.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>

void pfn_device_init(struct pfn_device *device)
{
	*device = (struct pfn_device){ 0 };
	areas_init(&device->areas);
}

void pfn_device_give(struct pfn_device *device, uint64_t index, struct page *page)
{
	BUG_ON(index >= PFN_DEVICE_PAGES || device->frames[index]);
	spin_lock(&device->lock);
	device->frames[index] = page;
	spin_unlock(&device->lock);
}

struct page *pfn_device_take(struct pfn_device *device, uint64_t index)
{
	struct page *page;

	BUG_ON(index >= PFN_DEVICE_PAGES);
	spin_lock(&device->lock);
	page = device->frames[index];
	device->frames[index] = NULL;
	spin_unlock(&device->lock);
	return page;
}

void pfn_device_take_all(struct pfn_device *device)
{
	spin_lock(&device->lock);
	for (uint64_t index = 0; index < PFN_DEVICE_PAGES; index++)
		device->frames[index] = NULL;
	spin_unlock(&device->lock);
}

struct page *pfn_device_add(struct pfn_device *device, uint64_t index)
{
	struct page *page = page_alloc_zeroed(PAGE_DEVICE);

	pfn_device_give(device, index, page);
	return page;
}

void pfn_device_revoke(struct pfn_device *device, uint64_t index)
{
	struct page *page = pfn_device_take(device, index);

	/* Faults before this have set their PTE; later faults find no frame. */
	unmap_mapping_range(&device->areas, index, index + 1);
	if (page)
		page_put(page);
}

/* Let the entry allow all that the VMA allows.  Caller holds the device lock and the PTL. */
static void map_frame(const struct vma *vma, uintptr_t va, pte_t *ptep, const struct page *page)
{
	uint64_t more = vma->flags & VM_WRITE ? PTE_WRITE | PTE_DIRTY : 0;
	pte_t old = pte_get(ptep);

	more |= vma->device->dax ? PTE_DEVMAP : PTE_SPECIAL;
	step(PTE_SET, va, page_to_pfn(page));
	if (entry_is_empty(old))
		ptep_set(ptep, pte_make(page_to_pfn(page), pte_bits_for(vma->flags) | more));
	else
		/* Fails if the walker sets A meanwhile: then the access faults again. */
		(void)ptep_cmpxchg(ptep, old,
				   pte_set_bits(pte_clear_bits(old, ENTRY_SOFT_CLEAN), more));
}

int pfnmap_fault(const struct vma *vma, uintptr_t va, pte_t *ptep)
{
	uint64_t index = vma->pgoff + ((va - vma->start) >> PAGE_SHIFT);
	struct pfn_device *device = vma->device;
	const struct page *page = NULL;

	spin_lock(&device->lock);
	if (index < PFN_DEVICE_PAGES)
		page = device->frames[index];
	pte_lock(ptep);
	if (page)
		map_frame(vma, va, ptep, page);
	pte_unlock(ptep);
	spin_unlock(&device->lock);
	return page ? 0 : -EFAULT;
}
