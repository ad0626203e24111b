/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Areas: a sorted list per mm.  Tests have a handful, so no tree.
 */
#include <kernel/errno.h>
#include <kernel/mm/filemap.h>
#include <kernel/mm/mm.h>
#include <kernel/mm/pool.h>
#include <kernel/mutants.h>
#include <kernel/panic.h>

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

static void link_file(struct vma *vma)
{
	if (!vma->file)
		return;
	write_lock(&vma->file->mmap_lock);
	list_add_tail(&vma->file_link, &vma->file->mappings);
	write_unlock(&vma->file->mmap_lock);
}

void vma_unlink_file(struct vma *vma)
{
	if (!vma->file)
		return;
	write_lock(&vma->file->mmap_lock);
	list_del(&vma->file_link);
	write_unlock(&vma->file->mmap_lock);
}

struct vma *vma_insert(struct mm *mm, const struct vma *like)
{
	struct vma *after = vma_first_after(mm, like->start);
	struct vma *vma = pool_alloc(&vma_pool);

	if (!vma)
		return NULL;
	BUG_ON(after && after->start < like->end);
	*vma = *like;
	vma->mm = mm;
	list_init(&vma->file_link);
	list_add_tail(&vma->link, after ? &after->link : &mm->vmas);
	link_file(vma);
	return vma;
}

int vma_split(struct vma *vma, uintptr_t va)
{
	struct vma *upper = pool_alloc(&vma_pool);

	BUG_ON(va <= vma->start || va >= vma->end);
	if (!upper)
		return -ENOMEM;
	/* Rmap walkers see either the whole area or both halves: all under the file's lock. */
	if (vma->file)
		write_lock(&vma->file->mmap_lock);
	*upper = *vma;
	upper->start = va;
	/* Litmus reclaim/luf-split. */
	if (mutant(SPLIT_FORGETS_LUF))
		upper->luf_ugen = 0;
	upper->pgoff += (va - vma->start) >> PAGE_SHIFT;
	vma->end = va;
	list_add(&upper->link, &vma->link);
	list_init(&upper->file_link);
	if (vma->file) {
		list_add(&upper->file_link, &vma->file_link);
		write_unlock(&vma->file->mmap_lock);
	}
	return 0;
}

void vma_free(struct vma *vma)
{
	BUG_ON(!list_empty(&vma->file_link));
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
