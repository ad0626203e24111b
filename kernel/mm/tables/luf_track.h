/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How munmap(), mprotect() and faults learn that a flush is pending of a page that is
 * no longer there to be gathered.  Two designs, both proposed in threads/000 and 001:
 *
 *	vma	the area remembers the newest tick at which a flush was deferred in it:
 *		one word, asked once, but a deferral anywhere in it counts for all of it
 *	pte	the entry itself does, by a marker: exact, and nothing to copy when areas
 *		split, but each entry must be looked at
 *
 * A marker stays until something takes its place, with the flush done before if that
 * is inconsistent with what was there.  A page of the same content may take it without:
 * whoever changes that present entry flushes its address anyway, but for a fault that
 * makes it writable where it is, which has luf_track_maybe_pending() to ask.
 *
 * Only where the deferral is written down depends on the design; readers ask both places.
 */
#ifndef KERNEL_MM_TABLES_LUF_TRACK_H
#define KERNEL_MM_TABLES_LUF_TRACK_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>

enum luf_track { LUF_TRACK_VMA, LUF_TRACK_PTE, NR_LUF_TRACKS };

/* As luf_track= has it. */
const char *luf_track_name(enum luf_track track);

/* The design in force; changed only while nothing is mapped by a test. */
enum luf_track luf_track(void);
void luf_track_choose(enum luf_track track);

/*
 * The flush of what @ptep, an entry of @vma, mapped was deferred at tick @ugen.  The
 * entry is not present, and otherwise as it shall be.  Caller holds the PTL.
 */
void luf_track_defer(struct vma *vma, pte_t *ptep, uint64_t ugen);

/* The newest tick deferred in @vma as a whole, 0 if none: not what markers say. */
uint64_t luf_track_vma_ugen(const struct vma *vma);

/* The tick at which the flush of what @entry, of @mm, was before was deferred; 0: none. */
uint64_t luf_track_entry_ugen(const struct mm *mm, pte_t entry);

/* Is the flush of what @entry, of @vma, was before still to be done? */
bool luf_track_pending(const struct vma *vma, pte_t entry);

/* The same for a present entry of @vma, whose marker, if it had one, is gone. */
bool luf_track_maybe_pending(const struct vma *vma);

#endif
