/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Address spaces: creating, loading and freeing them.
 */
#ifndef KERNEL_MM_OBJECTS_MM_H
#define KERNEL_MM_OBJECTS_MM_H

#include <kernel/mm/tables/mm_types.h>

/* A new, empty address space; NULL if there is no memory. */
struct mm *mm_create(void);

/* Free @mm, which maps nothing and may be only half made.  No CPU has it loaded. */
void mm_free(struct mm *mm);

/* Load @mm on this CPU for user accesses; NULL: no mm. */
void mm_use(struct mm *mm);
/* The mm loaded on this CPU, or NULL. */
struct mm *mm_current(void);

#endif
