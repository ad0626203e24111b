/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See debug.h.  Frames that change hands or content, or go to the device, are known from the
 * steps (kernel/race/step.h) that announce it.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/race/step.h>

static struct debug_object object_of(const struct page *page)
{
	const struct file *file = READ_ONCE(page->file);

	if (page->kind == PAGE_FILE && file)
		return (struct debug_object){ file, page->index };
	if (page->kind == PAGE_ANON && page->anon)
		return (struct debug_object){ page->anon, page->index };
	return (struct debug_object){ NULL, 0 };
}

static void watch_step(enum step_kind kind, uint64_t pfn)
{
	cpu_watch_begin();
	switch (kind) {
	case STEP_FRAME_ALLOC:
		luf_debug_allocs(pfn);
		break;
	case STEP_CONTENT:
		if (pfn)
			luf_debug_changes(object_of(pfn_to_page(pfn)), pfn);
		break;
	case STEP_WRITEBACK:
	case STEP_COPY:
		luf_debug_reads(pfn);
		break;
	default:
		break;
	}
	cpu_watch_end();
}

void debug_start(void)
{
	luf_debug_enable();
	step_watch(watch_step);
}

/* Without D there is no right to store: the walker reads the entry again before a store. */
static unsigned int rights_of(pte_t pte)
{
	unsigned int rights = DEBUG_READ;

	if (!pte_present(pte))
		return 0;
	if (pte_write(pte) && pte_dirty(pte))
		rights |= DEBUG_WRITE;
	if (!(pte_value(pte) & PTE_NX))
		rights |= DEBUG_EXEC;
	return rights;
}

/* The mm and the address that an entry belongs to. */
struct place {
	const struct mm *mm;
	uintptr_t va;
};

static struct debug_entry entry_at(struct place place, pte_t pte)
{
	return (struct debug_entry){
		.mm = &place.mm->tlb,
		.va = place.va,
		.pfn = pte_pfn(pte),
		.rights = rights_of(pte),
		.object = object_of(pfn_to_page(pte_pfn(pte))),
	};
}

static void leaf_changed_at(struct place place, pte_t old, pte_t new)
{
	unsigned int had = rights_of(old);
	unsigned int has = rights_of(new);
	bool moved = had && has && pte_pfn(old) != pte_pfn(new);
	struct debug_entry entry;

	/* Large leaves are not watched yet: stop rather than miss their flushes. */
	BUG_ON((had && pte_value(old) & PTE_LARGE) || (has && pte_value(new) & PTE_LARGE));
	if (had & ~has || moved) {
		entry = entry_at(place, old);
		luf_debug_lost(&entry);
	}
	if (!(has & ~had) && !moved)
		return;
	entry = entry_at(place, new);
	luf_debug_maps(&entry);
	/* A store to a private page changes no other copy of it. */
	if (has & DEBUG_WRITE && pfn_to_page(entry.pfn)->kind == PAGE_FILE)
		luf_debug_changes(entry.object, entry.pfn);
}

void luf_debug_leaf_changed(const pte_t *ptep, pte_t old, pte_t new)
{
	const struct page *table = pfn_to_page(virt_to_phys(ptep) >> PAGE_SHIFT);
	uintptr_t offset = (uintptr_t)ptep % PAGE_SIZE / sizeof(*ptep) << PAGE_SHIFT;
	const struct vma *vma;

	cpu_watch_begin();
	if (list_empty(&table->sharers))
		leaf_changed_at((struct place){ table->table_mm, table->index + offset }, old, new);
	list_for_each_entry (vma, &table->sharers, share_link)
		leaf_changed_at((struct place){ vma->mm, vma->start + offset }, old, new);
	cpu_watch_end();
}

void luf_debug_leaves_lost_to(const struct mm *mm, uintptr_t va, const pte_t *table)
{
	cpu_watch_begin();
	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++)
		leaf_changed_at((struct place){ mm, va + i * PAGE_SIZE }, pte_get(&table[i]),
				pte_none_value());
	cpu_watch_end();
}

void luf_debug_table_unlinked(const struct mm *mm, uintptr_t va, uint64_t pfn)
{
	const struct debug_entry entry = {
		.mm = &mm->tlb,
		.va = va,
		.pfn = pfn,
		.rights = DEBUG_READ | DEBUG_WRITE | DEBUG_EXEC,
		.table = true,
	};

	luf_debug_lost(&entry);
}

void luf_debug_page_refilled(const struct page *page)
{
	luf_debug_refills(object_of(page), page_to_pfn(page));
}

void luf_debug_range_gone(const struct mm *mm, uintptr_t start, uintptr_t end)
{
	luf_debug_promises(&mm->tlb, start, end, 0, UINT64_MAX);
}

void luf_debug_range_settled(const struct mm *mm, uintptr_t start, uintptr_t end,
			     unsigned int vm_flags, uint64_t since)
{
	unsigned int rights = 0;

	if (vm_flags & (VM_READ | VM_WRITE | VM_EXEC))
		rights |= DEBUG_READ;
	if (vm_flags & VM_WRITE)
		rights |= DEBUG_WRITE;
	/* A CPU without NX has no entry that forbids it. */
	if (vm_flags & VM_EXEC || !cpu_has(CPU_NX))
		rights |= DEBUG_EXEC;
	luf_debug_promises(&mm->tlb, start, end, rights, since);
}
