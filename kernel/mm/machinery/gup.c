/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Look at the entry; if it does not allow the access, resolve a fault and look again.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/gup.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pin_wait.h>
#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>

/* One call of gup(). */
struct search {
	struct mm *mm;
	uintptr_t va;
	unsigned int flags;
	bool broke_cow;	     /* a fault for storing was resolved */
	unsigned int faults; /* FAULT_…: what the next fault must be for */
};

/* Does the present entry allow the holder's accesses? */
static bool allows(struct search *search, pte_t pte, const struct page *page)
{
	bool must_write = search->flags & GUP_WRITE;

	/* Why: by now another page may be mapped, which is not private (CVE-2016-5195).
	 * Litmus gup/dontneed. */
	if (search->broke_cow && mutant(GUP_DROPS_WRITE))
		must_write = false;
	if (must_write && !pte_write(pte)) {
		search->faults = FAULT_WRITE;
		search->broke_cow = true;
		return false;
	}
	/* Why: the program's next store would go to a copy, and the holder miss it.  Litmus
	 * gup/read-pin. */
	if (entry_is_counted(pte) && search->flags & GUP_PIN && !cow_may_pin(page, search->flags) &&
	    !mutant(GUP_SKIP_UNSHARE)) {
		search->faults = FAULT_UNSHARE;
		return false;
	}
	return true;
}

/* The page, if the entry allows it; NULL: resolve a fault first.  Caller holds the PTL. */
static struct page *take(struct search *search, pte_t pte)
{
	struct page *page = pte_present(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || !allows(search, pte, page))
		return NULL;
	/* A page without mapping references stays until the entry is cleared, under the PTL. */
	if (entry_is_counted(pte))
		page_get(page);
	else if (!page_try_get(page))
		return NULL;
	/* Under the PTL: fork(), reclaim and migration see the pin, or we see their entry. */
	if (search->flags & GUP_PIN)
		atomic_add(&page->pins, 1);
	return page;
}

static int look(struct search *search, struct page **page)
{
	const struct vma *vma = vma_find(search->mm, search->va);
	pte_t *ptep;

	if (!vma)
		return -EFAULT;
	if (vma->flags & VM_SHARED && !(vma->device && vma->device->dax))
		return -EINVAL;
	ptep = pte_lookup_lock(search->mm, search->va);
	*page = NULL;
	search->faults = search->flags & GUP_WRITE ? FAULT_WRITE : 0;
	if (!ptep)
		return 0;
	*page = take(search, pte_get(ptep));
	pte_unlock(ptep);
	return 0;
}

int gup(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page)
{
	struct search search = { .mm = mm, .va = va, .flags = flags };
	int err;

	for (;;) {
		read_lock(&mm->mmap_lock);
		err = look(&search, page);
		read_unlock(&mm->mmap_lock);
		if (err || *page)
			return err;
		err = handle_mm_fault(mm, va, search.faults);
		if (err)
			return err;
	}
}

void gup_put(struct page *page, unsigned int flags)
{
	if (flags & GUP_WRITE)
		WRITE_ONCE(page->dirty, true);
	if (flags & GUP_PIN && !atomic_sub(&page->pins, 1) && cow_waits())
		pin_wait_wake(page);
	page_put(page);
}
