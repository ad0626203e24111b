/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Removing the page tables of a file by reverse mapping, without mmap_lock, as Linux does before
 * it maps a huge page instead; here faults make new tables.
 *
 * So without the table's PTL or the areas lock of its file, an entry that points to a pte table
 * may become none at any time.
 */
#ifndef KERNEL_MM_MACHINERY_RETRACT_H
#define KERNEL_MM_MACHINERY_RETRACT_H

#include <kernel/mm/objects/filemap.h>

/*
 * In every shared VMA that maps page @index of @file through a pte table of its own: unmap what
 * the table maps, then remove the table, unless a fault was faster.
 */
void retract_page_tables(struct file *file, uint64_t index);

#endif
