/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap().  Addresses and lengths are multiples of PAGE_SIZE, and the range lies below
 * USER_VA_END, else -EINVAL; -ENOMEM if there is no memory.
 */
#ifndef KERNEL_MM_CALLS_MUNMAP_H
#define KERNEL_MM_CALLS_MUNMAP_H

#include <kernel/mm/tables/mm_types.h>

/* On return no CPU can reach the old pages through the range. */
int do_munmap(struct mm *mm, uintptr_t va, size_t len);
/* The same, with mmap_lock held for writing. */
int munmap_locked(struct mm *mm, uintptr_t start, uintptr_t end);

/*
 * Unmap and free the VMAs of [@start, @end), each of which lies within it as a whole.  Caller
 * holds mmap_lock for writing.
 */
void unmap_areas(struct mm *mm, uintptr_t start, uintptr_t end);

#endif
