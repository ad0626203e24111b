/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Taking the page tables of a file away by reverse mapping, without mmap_lock, as Linux
 * does before it maps a huge page instead; here faults make new ones.
 *
 * So an entry that points to a pte table may become none at any time for those who hold
 * neither the table's PTL nor the areas lock of its file.
 */
#ifndef KERNEL_MM_MACHINERY_RETRACT_H
#define KERNEL_MM_MACHINERY_RETRACT_H

#include <kernel/mm/objects/filemap.h>

/*
 * In every shared area that maps page @index of @file through a pte table that it shares with
 * no other: unmap what the table maps, then take the table away, unless a fault was faster.
 */
void retract_page_tables(struct file *file, uint64_t index);

#endif
