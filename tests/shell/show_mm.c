/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VMAs of an mm, and the walk to an address.  See show.h.
 */
#include <arch/phys.h>
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/memmap.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/tables/entry.h>
#include <tests/shell/show.h>

#define TEXT_MAX 64

static void show_area(const struct vma *vma)
{
	printk("#   %lx-%lx %s%s%s%s", vma->start, vma->end, vma->flags & VM_READ ? "r" : "-",
	       vma->flags & VM_WRITE ? "w" : "-", vma->flags & VM_EXEC ? "x" : "-",
	       vma->flags & VM_SHARED ? "s" : "p");
	if (vma->device)
		printk(", a device's");
	else if (vma->file)
		printk(", file %u from page %lu on", vma->file->id, vma->pgoff);
	else
		printk(", anonymous");
	if (vma->flags & VM_SHARE_TABLE)
		printk(vma->table ? ", in a shared table" : ", its table not shared any more");
	if (vma->uffd)
		printk(", userfaultfd's");
	if (vma->luf_ugen)
		printk(", a flush deferred at tick %lu", vma->luf_ugen);
	printk("\n");
}

void show_mm(const struct mm *mm)
{
	const struct vma *vma;

	printk("# mm %lu: root at pa %lx, generation %lu, CPUs", mm->tlb.ctx_id, mm->tlb.pgd_pa,
	       mm->tlb.tlb_gen);
	if (cpumask_empty(&mm->tlb.cpumask))
		printk(" none");
	for_each_cpu (cpu, &mm->tlb.cpumask)
		printk(" %u", cpu);
	printk("; batched: %lu pending, %lu flushed; %d gathers under way\n", mm->tlb.batch_pending,
	       mm->tlb.batch_flushed, mm->tlb_flush_pending);
	list_for_each_entry (vma, &mm->vmas, link)
		show_area(vma);
}

/* Print the bits of a present entry. */
static void show_bits(pte_t entry)
{
	static const struct {
		uint64_t bit;
		const char *name;
	} bits[] = {
		{ PTE_PRESENT, "P" },
		{ PTE_WRITE, "W" },
		{ PTE_USER, "U" },
		{ PTE_ACCESSED, "A" },
		{ PTE_DIRTY, "D" },
		{ PTE_LARGE, "PS" },
		{ PTE_GLOBAL, "G" },
		{ PTE_NX, "NX" },
		{ PTE_SPECIAL, "special" },
		{ PTE_DEVMAP, "device's" },
		{ ENTRY_SOFT_CLEAN, "soft-clean" },
		{ ENTRY_UFFD_WP, "uffd-wp" },
	};

	for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if (pte_value(entry) & bits[i].bit)
			printk(" %s", bits[i].name);
	}
}

static void show_entry(unsigned int level, unsigned int index, uint64_t table, pte_t entry)
{
	static const char *const names[TABLE_LEVELS] = { "pte", "pmd", "pud", "pgd" };

	printk("# %s[%u] in frame %lx: %016lx", names[level], index, table, pte_value(entry));
	switch (entry_kind(entry)) {
	case ENTRY_NONE:
		printk(" nothing");
		break;
	case ENTRY_SWAP:
		printk(" the page is in swap slot %lu", entry_value(entry));
		break;
	case ENTRY_MIGRATION:
		printk(" the page is moving out of frame %lx", entry_value(entry));
		break;
	case ENTRY_LUF:
		printk(" nothing, with a flush deferred at tick %lu", entry_value(entry));
		break;
	case ENTRY_PAGE:
		printk(" %s %lx", pte_is_leaf(entry, level) ? "frame" : "table", pte_pfn(entry));
		show_bits(entry);
		break;
	}
	if (entry_kind(entry) != ENTRY_LUF && entry_is_luf(entry))
		printk(", a flush deferred");
	printk("\n");
}

static void show_frame(uint64_t pfn)
{
	static const char *const kinds[NR_PAGE_KINDS] = {
		[PAGE_FREE] = "free",		[PAGE_ANON] = "anonymous",
		[PAGE_FILE] = "a file's",	[PAGE_TABLE] = "a table",
		[PAGE_KSM] = "merged",		[PAGE_DEVICE] = "a device's",
		[PAGE_KERNEL] = "the kernel's",
	};
	const struct page *page;
	char text[TEXT_MAX];

	if (!pfn_valid(pfn)) {
		printk("# frame %lx: no memory of ours\n", pfn);
		return;
	}
	page = pfn_to_page(pfn);
	stamp_describe(*(const uint64_t *)phys_to_virt(pfn << PAGE_SHIFT), text, sizeof(text));
	printk("# frame %lx: %s, %d references, %d mappings, %d pins%s%s; holds %s\n", pfn,
	       page->kind < NR_PAGE_KINDS ? kinds[page->kind] : "?", page->refcount, page->mapcount,
	       page->pins, page->dirty ? ", dirty" : "", page->exclusive ? ", exclusive" : "",
	       text);
}

void show_walk(const struct mm *mm, uintptr_t va)
{
	uint64_t pfn = page_to_pfn(mm->pgd);

	for (unsigned int level = TABLE_LEVELS; level-- > 0;) {
		const pte_t *table = phys_to_virt(pfn << PAGE_SHIFT);
		unsigned int index = pte_index(va, level);
		pte_t entry = pte_get(&table[index]);

		show_entry(level, index, pfn, entry);
		pfn = pte_pfn(entry);
		if (!entry_is_page(entry))
			return;
		if (pte_is_leaf(entry, level)) {
			show_frame(pfn);
			return;
		}
		if (!pfn_valid(pfn) || pfn_to_page(pfn)->kind != PAGE_TABLE) {
			printk("# frame %lx is no table: a CPU that walks here is astray\n", pfn);
			return;
		}
	}
}
