/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * VMAs: a sorted list per mm.  Tests have a handful, so a tree is not needed.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/pool.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/rules/mutants.h>

static struct pool vma_pool = POOL("vma", struct vma);

struct vma *vma_first_after(struct mm *mm, uintptr_t va)
{
	struct vma *vma;

	list_for_each_entry (vma, &mm->vmas, link) {
		if (vma->end > va)
			return vma;
	}
	return NULL;
}

struct vma *vma_find(struct mm *mm, uintptr_t va)
{
	struct vma *vma = vma_first_after(mm, va);

	return vma && vma->start <= va ? vma : NULL;
}

struct vma *vma_next(const struct vma *vma)
{
	if (vma->link.next == &vma->mm->vmas)
		return NULL;
	return list_first(&vma->link, struct vma, link);
}

struct vma *vma_prev(const struct vma *vma)
{
	if (vma->link.prev == &vma->mm->vmas)
		return NULL;
	return list_entry(vma->link.prev, struct vma, link);
}

static void link_rmap(struct vma *vma)
{
	struct areas *family = vma->anon_link.areas;

	if (vma->file)
		areas_add(&vma->file->areas, &vma->file_link, vma);
	if (vma->device)
		areas_add(&vma->device->areas, &vma->file_link, vma);
	if (!(vma->flags & VM_SHARED))
		areas_add(family ? family : vma->mm->anon, &vma->anon_link, vma);
}

void vma_unlink_rmap(struct vma *vma)
{
	areas_del(&vma->file_link);
	areas_del(&vma->anon_link);
}

struct vma *vma_insert(struct mm *mm, const struct vma *like)
{
	struct vma *after = vma_first_after(mm, like->start);
	struct vma *vma = pool_alloc(&vma_pool);

	if (!vma)
		return NULL;
	BUG_ON(after && after->start < like->end);
	luf_debug(range_gone, mm, like->start, like->end);
	*vma = *like;
	vma->mm = mm;
	list_add_tail(&vma->link, after ? &after->link : &mm->vmas);
	link_rmap(vma);
	return vma;
}

void vma_lock_rmap(const struct vma *vma)
{
	if (vma->file_link.areas)
		write_lock(&vma->file_link.areas->lock);
	if (vma->anon_link.areas)
		write_lock(&vma->anon_link.areas->lock);
}

void vma_unlock_rmap(const struct vma *vma)
{
	if (vma->anon_link.areas)
		write_unlock(&vma->anon_link.areas->lock);
	if (vma->file_link.areas)
		write_unlock(&vma->file_link.areas->lock);
}

int vma_split(struct vma *vma, uintptr_t va)
{
	struct vma *upper = pool_alloc(&vma_pool);

	BUG_ON(va <= vma->start || va >= vma->end || vma->table);
	if (!upper)
		return -ENOMEM;
	/* Rmap walks see either the whole VMA or both halves. */
	vma_lock_rmap(vma);
	*upper = *vma;
	upper->start = va;
	/* Why both: each half may be unmapped alone (luf_track=vma).  Litmus reclaim/luf-split. */
	if (mutant(SPLIT_FORGETS_LUF))
		upper->luf_ugen = 0;
	upper->pgoff += (va - vma->start) >> PAGE_SHIFT;
	vma->end = va;
	list_add(&upper->link, &vma->link);
	if (vma->file_link.areas)
		area_link_add(&upper->file_link, vma->file_link.areas, upper, &vma->file_link);
	if (vma->anon_link.areas)
		area_link_add(&upper->anon_link, vma->anon_link.areas, upper, &vma->anon_link);
	vma_unlock_rmap(vma);
	return 0;
}

void vma_free(struct vma *vma)
{
	BUG_ON(vma->file_link.areas || vma->anon_link.areas || vma->table);
	list_del(&vma->link);
	pool_free(&vma_pool, vma);
}

uintptr_t vma_address(const struct vma *vma, uint64_t index)
{
	uint64_t pages = (vma->end - vma->start) >> PAGE_SHIFT;

	if (index < vma->pgoff || index - vma->pgoff >= pages)
		return 0;
	return vma->start + ((index - vma->pgoff) << PAGE_SHIFT);
}
