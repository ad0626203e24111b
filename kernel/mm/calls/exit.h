/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a program.
 */
#ifndef KERNEL_MM_CALLS_EXIT_H
#define KERNEL_MM_CALLS_EXIT_H

#include <kernel/mm/tables/mm_types.h>

/* Unmap everything and free @mm.  No CPU may use it any more, except idle in it. */
void mm_destroy(struct mm *mm);

#endif
