/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Another page in place of the one that is mapped, or was: how breakpoints are put into
 * a program (uprobes), and how equal pages are merged (KSM).
 */
#ifndef KERNEL_MM_MACHINERY_REPLACE_PAGE_H
#define KERNEL_MM_MACHINERY_REPLACE_PAGE_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Map @page, anonymous and mapped nowhere, at @va, in place of whatever is there.  On
 * success its reference passes to the mapping, and no CPU reads or fetches anything
 * else at @va.  0; -EFAULT: nothing is mapped there, or beyond the file's end; -EINVAL:
 * a shared mapping; -EBUSY: what is there is swapped out or moving; -ENOMEM.
 */
int replace_page(struct mm *mm, uintptr_t va, struct page *page);

/* Make @page what shall be there instead of @old, to which no CPU can store any more. */
typedef void replace_fill_fn(struct page *page, const struct page *old, const void *arg);

/*
 * The same in @vma, which maps something at @va.  Caller holds mmap_lock for reading.  With
 * @fill, which writes @page at last, and -EBUSY too if no page is mapped there.
 */
int replace_page_in(struct vma *vma, uintptr_t va, struct page *page, replace_fill_fn *fill,
		    const void *arg);

#endif
