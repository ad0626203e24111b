/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Read the entry, take the page, and read the entry again.  See gup_fast.h.
 */
#include <arch/cpu.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/memmap.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/dax.h>
#include <kernel/mm/machinery/gup_fast.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/point.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* Does the entry allow the holder's accesses? */
static bool entry_allows(pte_t pte, unsigned int flags)
{
	/* Why not PROTNONE: the program may not access it itself, or a hinting fault must see the
	 * access.  Litmus gup/fast-prot-none. */
	bool there = pte_present(pte) || (mutant(GUP_FAST_TAKES_PROTNONE) && entry_is_page(pte));

	/* Why: there is no struct page to take a reference of.  Litmus gup/fast-special. */
	if (pte_value(pte) & PTE_SPECIAL && !mutant(GUP_FAST_TAKES_SPECIAL))
		return false;
	return there && (!(flags & GUP_WRITE) || pte_write(pte));
}

/* Does @page allow it?  The caller has a reference, so the page keeps its kind. */
static bool page_allows(const struct page *page, pte_t pte, unsigned int flags)
{
	if (!entry_is_counted(pte))
		return true;
	return page->kind == PAGE_ANON && (!(flags & GUP_PIN) || cow_may_pin(page, flags));
}

static void pin(struct page *page)
{
	/*
	 * Full barrier: the pin is visible before the entry is read again.  Partner: reclaim
	 * clears the entry by a LOCKed operation and then reads pins.  Litmus
	 * gup/fast-vs-swap-out.
	 */
	if (mutant(GUP_FAST_PIN_SKIP_BARRIER)) {
		int32_t pins = READ_ONCE(page->pins);

		WRITE_ONCE(page->pins, pins + 1);
	} else {
		atomic_add(&page->pins, 1);
	}
}

/* Take a reference to the page of the entry, or return NULL. */
static struct page *try_get(pte_t pte, unsigned int flags)
{
	struct page *page = pfn_valid(pte_pfn(pte)) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || !page_try_get(page))
		return NULL;
	if (flags & GUP_PIN)
		pin(page);
	return page;
}

/* The same for memory of a device, whose struct pages may be going. */
static struct page *try_get_devmap(pte_t pte, unsigned int flags)
{
	struct dax_device *dax = dax_find(pte_pfn(pte));
	/* Why: the flush before removal does not interrupt lazy CPUs.  Litmus dax/gup-lazy. */
	bool never = mutant(GUP_FAST_SKIP_PGMAP);
	/* Why first: the struct page is used next.  Litmus dax/gup-lazy. */
	bool late = mutant(GUP_FAST_PGMAP_LATE);
	struct page *page;

	if (!dax || (!never && !late && !dax_try_get(dax)))
		return NULL;
	page = dax_looks(dax, pte_pfn(pte)) ? try_get(pte, flags) : NULL;
	if (!never && (!late || dax_try_get(dax)))
		dax_put(dax);
	return page;
}

/* The page that was taken, or NULL.  *@ok: it may be kept.  Interrupts are disabled. */
static struct page *take(struct mm *mm, uintptr_t va, unsigned int flags, bool *ok)
{
	pte_t *ptep = pte_lookup(mm, va);
	pte_t pte = ptep ? pte_get(ptep) : pte_none_value();
	struct page *page;

	if (!entry_allows(pte, flags))
		return NULL;
	page = pte_value(pte) & PTE_DEVMAP ? try_get_devmap(pte, flags) : try_get(pte, flags);
	if (!page)
		return NULL;
	/* Why: the frame may have been freed and reused before we had the reference.  Litmus
	 * gup/fast-reuse. */
	*ok = (pte_same(pte_get(ptep), pte) || mutant(GUP_FAST_SKIP_RECHECK)) &&
	      page_allows(page, pte, flags);
	return page;
}

/* Do the tables of @mm stay until this CPU enables interrupts? */
static bool is_loaded(const struct mm *mm)
{
	/* Why: a flush waits only for CPUs that have the mm loaded.  Litmus gup/fast-elsewhere. */
	return loaded_mm() == &mm->tlb || mutant(GUP_FAST_ANY_MM);
}

static struct page *walk(struct mm *mm, uintptr_t va, unsigned int flags, bool *ok)
{
	/* Why: otherwise the flush does not wait for this walk, and its tables are freed.  Litmus
	 * gup/fast-table. */
	bool irqs_stay_on = mutant(GUP_FAST_IRQS_ON);
	unsigned long irqs = irqs_stay_on ? 0 : point_irq_save();
	struct page *page = is_loaded(mm) ? take(mm, va, flags, ok) : NULL;

	if (!irqs_stay_on)
		irq_restore(irqs);
	return page;
}

int gup_fast(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page)
{
	uint64_t seq = READ_ONCE(mm->write_protect_seq);
	bool ok = false;

	*page = NULL;
	if (va < USER_VA_END && !(flags & GUP_PIN && seq & 1))
		*page = walk(mm, va, flags, &ok);
	/* After the pin, which is a full barrier: see do_fork(). */
	if (ok && flags & GUP_PIN && READ_ONCE(mm->write_protect_seq) != seq)
		ok = false;
	if (ok)
		return 0;
	if (*page)
		gup_put(*page, flags & (unsigned int)~GUP_WRITE);
	return gup(mm, va, flags, page);
}
