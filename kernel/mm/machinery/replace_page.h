/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Replacing the page that is mapped, or was, by another one: to set breakpoints in a program
 * (uprobes), and to merge equal pages (KSM).
 */
#ifndef KERNEL_MM_MACHINERY_REPLACE_PAGE_H
#define KERNEL_MM_MACHINERY_REPLACE_PAGE_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Map @page, which is anonymous and mapped nowhere, at @va in place of whatever is there.  On
 * success its reference passes to the mapping, and no CPU reads or fetches anything else at @va.
 * 0; -EFAULT: no VMA is there, or @va is beyond the file's end; -EINVAL: a shared mapping; -EBUSY:
 * the page there is swapped out or moving; -EAGAIN: it is pinned; -ENOMEM.
 */
int replace_page(struct mm *mm, uintptr_t va, struct page *page);

/* Write to @page what replaces @old.  No CPU can store to @old any more. */
typedef void replace_fill_fn(struct page *page, const struct page *old, const void *arg);

/*
 * The same in @vma, which contains @va.  It returns -EBUSY also if @page is a copy of @shown, to
 * which the caller has a reference, and that is no longer what an access there would find; and,
 * with @fill, which writes @page last, if no page is mapped there.  Caller holds mmap_lock for
 * reading.
 */
int replace_page_in(struct vma *vma, uintptr_t va, struct page *page, const struct page *shown,
		    replace_fill_fn *fill, const void *arg);

#endif
