/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Setting and removing a breakpoint are the same: replace the page by a copy with other bytes.
 * The VMAs are collected first, because mmap_lock, which keeps each stable, is taken before the
 * lock of their list.  A VMA that was added since may be a copy of one that was collected, so
 * everything is repeated until none was added.
 */
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/replace_page.h>
#include <kernel/mm/machinery/uprobe.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/point.h>
#include <kernel/rules/mutants.h>

/* Where a page is mapped. */
struct place {
	struct mm *mm;
	uintptr_t va;
};

/*
 * The address where @vma maps the page of @probe, if a breakpoint may be set there, or, with @out,
 * may have been set there; else 0.
 */
static uintptr_t address_in(const struct uprobe *probe, const struct vma *vma, bool out)
{
	unsigned int flags = READ_ONCE(vma->flags); /* mprotect() may be changing them */
	unsigned int rights = flags & (VM_EXEC | VM_WRITE);

	if (vma->file != probe->file || flags & VM_SHARED)
		return 0;
	/* Why not when removing: mprotect() leaves a breakpoint where it is.  Litmus
	 * unmap/uprobe-writable. */
	if (rights != VM_EXEC && (!out || mutant(UPROBE_SKIPS_WRITABLE)))
		return 0;
	return vma_address(vma, probe->index);
}

/*
 * Fill @place.  Returns how many places there are, even if there is not room for all.  *@added: how
 * many VMAs the list has ever had.
 */
static unsigned int collect(const struct uprobe *probe, bool out, struct place *place,
			    uint64_t *added)
{
	struct areas *areas = &probe->file->areas;
	struct area_link *link;
	unsigned int nr = 0;

	read_lock(&areas->lock);
	*added = areas->added;
	list_for_each_entry (link, &areas->links, list) {
		uintptr_t va = address_in(probe, link->vma, out);

		/* Why all: each mm has a copy of its own.  Litmus
		 * unmap/uprobe-two-mms. */
		if (!va || (nr && mutant(UPROBE_FIRST_MM_ONLY)))
			continue;
		if (nr < UPROBE_MAX_AREAS)
			place[nr] = (struct place){ link->vma->mm, va };
		nr++;
	}
	read_unlock(&areas->lock);
	return nr;
}

/*
 * Find the page that an access to @va in @vma reads, with a reference.  An empty entry stands for
 * the file's page, since no copy was made; -EBUSY: the copy is swapped out or moving.
 */
static int shown_page(const struct vma *vma, uintptr_t va, uint64_t index, struct page **page)
{
	const pte_t *ptep;

	*page = pte_get_page(vma->mm, va);
	if (*page)
		return 0;
	ptep = pte_lookup(vma->mm, va);
	if (ptep && !entry_is_empty(pte_get(ptep)))
		return -EBUSY;
	return file_get_page(vma->file, index, page);
}

/* The bytes of @probe in @page. */
static void *bytes_of(const struct uprobe *probe, const struct page *page)
{
	return (char *)page_va(page) + probe->offset;
}

static bool is_set(const struct uprobe *probe, const struct page *page)
{
	point();
	return memcmp(bytes_of(probe, page), probe->bytes, probe->len) == 0;
}

/* A copy of @shown with the bytes of @original, or, if that is NULL, those of @probe. */
static struct page *make_copy(const struct uprobe *probe, owner_t owner, const struct page *shown,
			      const struct page *original)
{
	struct page *copy = page_alloc_for(PAGE_ANON, owner);

	if (!copy)
		return NULL;
	point();
	memcpy(page_va(copy), page_va(shown), PAGE_SIZE);
	point();
	memcpy(bytes_of(probe, copy), original ? bytes_of(probe, original) : probe->bytes,
	       probe->len);
	return copy;
}

/* The probe, and the page that has the original bytes. */
struct change {
	const struct uprobe *probe;
	const struct page *original;
};

/* Stores since make_copy() may have changed the page, even the breakpoint itself. */
static void take_out(struct page *copy, const struct page *old, const void *arg)
{
	const struct change *change = arg;

	point();
	memcpy(page_va(copy), page_va(old), PAGE_SIZE);
	if (!is_set(change->probe, copy))
		return;
	point();
	memcpy(bytes_of(change->probe, copy), bytes_of(change->probe, change->original),
	       change->probe->len);
}

/*
 * The function that fills the new page once no CPU can store to the old one; NULL: the copy is
 * good as it is, since no CPU stores to the old page.
 */
static replace_fill_fn *filler(const struct page *original)
{
	/* Why: a store between the copy and the replacement would be lost.  Litmus
	 * unmap/uprobe-vs-store. */
	return original && !mutant(UPROBE_COPIES_EARLY) ? take_out : NULL;
}

/* Replace the page at @va of @vma unless it has the right bytes.  Caller holds mmap_lock. */
static int write_in(struct vma *vma, uintptr_t va, const struct uprobe *probe,
		    const struct page *original)
{
	const struct change change = { probe, original };
	struct page *shown;
	struct page *copy;
	int err = shown_page(vma, va, probe->index, &shown);

	if (err)
		return err;
	if (is_set(probe, shown) == !original) {
		page_put(shown);
		return 0;
	}
	copy = make_copy(probe, mm_owner(vma->mm), shown, original);
	err = copy ? replace_page_in(vma, va, copy, shown, filler(original), &change) : -ENOMEM;
	page_put(shown);
	if (err && copy)
		page_put(copy);
	return err;
}

/* One attempt.  -EBUSY: a fault must be resolved first. */
static int try_write_at(const struct place *place, const struct uprobe *probe,
			const struct page *original)
{
	struct vma *vma;
	int err = 0;

	read_lock(&place->mm->mmap_lock);
	vma = vma_find(place->mm, place->va);
	/* The VMA may have gone or moved since it was collected. */
	if (vma && address_in(probe, vma, original != NULL) == place->va)
		err = write_in(vma, place->va, probe, original);
	read_unlock(&place->mm->mmap_lock);
	return err;
}

/* Map the page there again, by an access that the VMA allows. */
static int resolve(const struct place *place)
{
	int err = handle_mm_fault(place->mm, place->va, FAULT_EXEC);

	return err == -EFAULT ? handle_mm_fault(place->mm, place->va, 0) : err;
}

static int write_at(const struct place *place, const struct uprobe *probe,
		    const struct page *original)
{
	int err = try_write_at(place, probe, original);

	/* Why again: it would come back with the old bytes.  Litmus reclaim/uprobe-swapped. */
	while (err == -EBUSY && !mutant(UPROBE_SKIPS_SWAPPED)) {
		err = resolve(place);
		if (!err)
			err = try_write_at(place, probe, original);
	}
	/* It was unmapped or truncated meanwhile: nobody runs it. */
	return err == -EFAULT || err == -EFBIG || err == -EBUSY ? 0 : err;
}

/* Write the bytes in all VMAs that are there now; *@added: see collect(). */
static int write_in_all(const struct uprobe *probe, const struct page *original, uint64_t *added)
{
	struct place place[UPROBE_MAX_AREAS];
	unsigned int nr = collect(probe, original != NULL, place, added);

	if (nr > UPROBE_MAX_AREAS)
		return -ENOSPC;
	for (unsigned int i = 0; i < nr; i++) {
		int err = write_at(&place[i], probe, original);

		if (err)
			return err;
	}
	return 0;
}

static int write_everywhere(const struct uprobe *probe, const struct page *original)
{
	uint64_t added;
	int err;

	do {
		err = write_in_all(probe, original, &added);
		/* Why again: fork() and mremap() put a new VMA on the list first, and then copy or
		 * move the entries to it.  Litmus unmap/uprobe-vs-fork. */
	} while (!err && READ_ONCE(probe->file->areas.added) != added &&
		 !mutant(UPROBE_LOOKS_ONCE));
	return err;
}

int uprobe_unregister(const struct uprobe *probe)
{
	struct page *original;
	int err = file_get_page(probe->file, probe->index, &original);

	if (err)
		return err == -EFBIG ? 0 : err;
	err = write_everywhere(probe, original);
	page_put(original);
	return err;
}

int uprobe_register(const struct uprobe *probe)
{
	int err = write_everywhere(probe, NULL);

	if (err && err != -ENOSPC)
		(void)uprobe_unregister(probe);
	return err;
}
