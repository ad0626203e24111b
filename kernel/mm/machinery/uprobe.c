/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Setting a breakpoint and taking it out are one: a copy with the wanted bytes in place of
 * the page that is there.  The areas are collected first, since mmap_lock, which keeps each
 * as it is, comes before the lock of their list.  An area that has come since may have a copy
 * of what one that was collected has had: so it is done again, until none has.
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
 * Is the page of @probe mapped in @vma, where a breakpoint may be set, or, @out, may be?
 * Its address, or 0.
 */
static uintptr_t address_in(const struct uprobe *probe, const struct vma *vma, bool out)
{
	unsigned int flags = READ_ONCE(vma->flags); /* mprotect() may be changing them */
	unsigned int rights = flags & (VM_EXEC | VM_WRITE);

	if (vma->file != probe->file || flags & VM_SHARED)
		return 0;
	/* Why not when it is taken out: mprotect() leaves it where it is.  Litmus
	 * unmap/uprobe-writable. */
	if (rights != VM_EXEC && (!out || mutant(UPROBE_SKIPS_WRITABLE)))
		return 0;
	return vma_address(vma, probe->index);
}

/*
 * Fill @place; how many there are, which may be more than there is room for.  *@added: how many
 * areas the list has ever had.
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

		/* Why all: each mm has the program's bytes for itself.  Litmus
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
 * The page that @vma shows at @va, with a reference.  An empty entry stands for the file's
 * page, for no store can have made a copy; -EBUSY: the copy is swapped out, or moving.
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

/* A copy of @shown with the bytes of @original; without one, those of @probe. */
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

/* What is written over, and by what. */
struct change {
	const struct uprobe *probe;
	const struct page *original;
};

/* Stores may have come since make_copy(), and may have been to the breakpoint itself. */
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
 * What writes the page that takes the place of the one shown, when no CPU can store to that any
 * more; NULL: nobody does, so the copy is good.
 */
static replace_fill_fn *filler(const struct page *original)
{
	/* Why: a store that comes between copying and replacing would be lost.  Litmus
	 * unmap/uprobe-vs-store. */
	return original && !mutant(UPROBE_COPIES_EARLY) ? take_out : NULL;
}

/* Does @vma, at @va, show what it should?  If not, let it.  Caller holds mmap_lock. */
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
	page_put(shown);
	if (!copy)
		return -ENOMEM;
	err = replace_page_in(vma, va, copy, filler(original), &change);
	if (err)
		page_put(copy);
	return err;
}

/* Once.  -EBUSY: the entry must be resolved first. */
static int try_write_at(const struct place *place, const struct uprobe *probe,
			const struct page *original)
{
	struct vma *vma;
	int err = 0;

	read_lock(&place->mm->mmap_lock);
	vma = vma_find(place->mm, place->va);
	/* The area may have gone, or moved, since it was collected. */
	if (vma && address_in(probe, vma, original != NULL) == place->va)
		err = write_in(vma, place->va, probe, original);
	read_unlock(&place->mm->mmap_lock);
	return err;
}

/* Have the page there mapped again, by an access that the area permits. */
static int resolve(const struct place *place)
{
	int err = handle_mm_fault(place->mm, place->va, FAULT_EXEC);

	return err == -EFAULT ? handle_mm_fault(place->mm, place->va, 0) : err;
}

static int write_at(const struct place *place, const struct uprobe *probe,
		    const struct page *original)
{
	int err = try_write_at(place, probe, original);

	/* Why again: it would stay as it was.  Litmus reclaim/uprobe-swapped. */
	while (err == -EBUSY && !mutant(UPROBE_SKIPS_SWAPPED)) {
		err = resolve(place);
		if (!err)
			err = try_write_at(place, probe, original);
	}
	/* Unmapped or truncated meanwhile: nobody runs it. */
	return err == -EFAULT || err == -EFBIG || err == -EBUSY ? 0 : err;
}

/* In all areas that are there now; see collect(). */
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
		/* Why again: fork() and mremap() put their new area on the list, and then give it
		 * what the old one has.  Litmus unmap/uprobe-vs-fork. */
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
