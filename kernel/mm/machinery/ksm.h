/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Merging pages with the same content: a stable page, which nobody may store to, replaces a
 * private anonymous page; a later store copies it (COW).
 */
#ifndef KERNEL_MM_MACHINERY_KSM_H
#define KERNEL_MM_MACHINERY_KSM_H

#include <kernel/mm/tables/mm_types.h>

/* A stable page with the content that @va of @mm has now, and one reference; or NULL. */
struct page *ksm_make_stable(struct mm *mm, uintptr_t va);

/*
 * Map @stable at @va instead of the anonymous page that is there.  0, or -EAGAIN: that page is
 * different, in use, or has changed meanwhile.  No store to @va is lost.
 */
int ksm_merge(struct mm *mm, uintptr_t va, struct page *stable);

#endif
