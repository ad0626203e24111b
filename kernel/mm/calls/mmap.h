/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mmap().  Addresses and lengths are multiples of PAGE_SIZE, and the range lies below
 * USER_VA_END, else -EINVAL; -ENOMEM if there is no memory.
 */
#ifndef KERNEL_MM_CALLS_MMAP_H
#define KERNEL_MM_CALLS_MMAP_H

#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/tables/mm_types.h>

struct file;
struct pfn_device;

/*
 * Map @len bytes at exactly @va, which is not 0, and replace what is there.  @file NULL: anonymous.
 * -EINVAL: VM_SHARE_TABLE if ptshare_is_possible() is false, flags that no program may pass, or
 * page numbers that wrap.
 */
int do_mmap(struct mm *mm, uintptr_t va, size_t len, unsigned int flags, struct file *file,
	    uint64_t pgoff);
/* Map pages of @device from @index on at @va, as do_mmap() does for files. */
int pfnmap_mmap(struct mm *mm, uintptr_t va, size_t len, unsigned int flags,
		struct pfn_device *device, uint64_t index);

#endif
