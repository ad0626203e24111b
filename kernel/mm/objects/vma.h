/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VMAs of an address space: finding, making, splitting and freeing them.
 */
#ifndef KERNEL_MM_OBJECTS_VMA_H
#define KERNEL_MM_OBJECTS_VMA_H

#include <kernel/mm/tables/mm_types.h>

/* The VMA that contains @va, or NULL.  Caller holds mmap_lock. */
struct vma *vma_find(struct mm *mm, uintptr_t va);
/* The first VMA that ends above @va, or NULL.  Caller holds mmap_lock. */
struct vma *vma_first_after(struct mm *mm, uintptr_t va);
/* The VMA after @vma in its mm, or NULL; and the one before. */
struct vma *vma_next(const struct vma *vma);
struct vma *vma_prev(const struct vma *vma);

/*
 * Make a VMA like @like, and link it into @mm and its file; NULL if there is no memory.  Its
 * anonymous object is the one of @like->anon_link, or @mm's if that has none.  The range must be
 * unmapped.  Caller holds mmap_lock for writing.
 */
struct vma *vma_insert(struct mm *mm, const struct vma *like);
/*
 * Split @vma at @va, which lies inside it; 0 or -ENOMEM.  Both halves keep the LUF
 * tick.  Caller holds mmap_lock for writing.
 */
int vma_split(struct vma *vma, uintptr_t va);
/* Unlink and free @vma.  No rmap walk may find it.  Caller holds mmap_lock for writing. */
void vma_free(struct vma *vma);
/* Take @vma off its lists: no rmap walk finds it afterwards. */
void vma_unlink_rmap(struct vma *vma);
/* Keep every rmap walk out of @vma; see kernel/sync/lock.h for the order. */
void vma_lock_rmap(const struct vma *vma);
void vma_unlock_rmap(const struct vma *vma);

#define for_each_vma(vma, mm, from, to)                                                            \
	for (vma = vma_first_after((mm), (from)); vma && vma->start < (to); vma = vma_next(vma))

/*
 * The address at which @vma maps the page with @index; 0 if it does not.  The index of anonymous
 * memory is its first address, in pages, and stays the same when the memory moves.
 */
uintptr_t vma_address(const struct vma *vma, uint64_t index);

#endif
