/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mmap(): unmap what is there, and put a VMA in its place.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/vma.h>

/* Caller holds mmap_lock for writing; the range is unmapped. */
static int insert_area(struct mm *mm, const struct vma *like)
{
	struct vma *vma = vma_insert(mm, like);
	int err;

	if (!vma)
		return -ENOMEM;
	if (!(vma->flags & VM_SHARE_TABLE))
		return 0;
	err = ptshare_join(vma);
	if (err)
		unmap_areas(mm, vma->start, vma->end);
	return err;
}

/* Map a VMA like @like. */
static int mmap_area(struct mm *mm, const struct vma *like)
{
	int err;

	if (!user_range_is_valid(like->start, like->end - like->start) ||
	    like->start == 0) /* vma_address() returns 0 for "not mapped" */
		return -EINVAL;
	/* The reverse mapping would not find pages beyond the wrap. */
	if (like->pgoff + ((like->end - like->start) >> PAGE_SHIFT) < like->pgoff)
		return -EINVAL;
	if (like->flags & VM_SHARE_TABLE && !ptshare_is_possible(like))
		return -EINVAL;
	write_lock(&mm->mmap_lock);
	err = munmap_locked(mm, like->start, like->end);
	if (!err)
		err = insert_area(mm, like);
	write_unlock(&mm->mmap_lock);
	return err;
}

int do_mmap(struct mm *mm, uintptr_t va, size_t len, unsigned int flags, struct file *file,
	    uint64_t pgoff)
{
	const struct vma like = {
		.start = va,
		.end = va + len,
		.flags = flags,
		.file = file,
		.pgoff = file ? pgoff : va >> PAGE_SHIFT,
	};

	/* Other flags are not a program's: pfnmap_mmap() maps a device. */
	if (flags & ~(VM_READ | VM_WRITE | VM_EXEC | VM_SHARED | VM_SHARE_TABLE))
		return -EINVAL;
	return mmap_area(mm, &like);
}

int pfnmap_mmap(struct mm *mm, uintptr_t va, size_t len, unsigned int flags,
		struct pfn_device *device, uint64_t index)
{
	const struct vma like = {
		.start = va,
		.end = va + len,
		.flags = flags | VM_SHARED | VM_PFNMAP,
		.device = device,
		.pgoff = index,
	};

	return mmap_area(mm, &like);
}
