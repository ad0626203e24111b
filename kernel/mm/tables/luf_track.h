/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How munmap(), mprotect() and faults learn that reclaim has cleared a PTE whose flush is still
 * pending.  Two designs, both proposed in threads/000 and 001:
 *
 *	vma	the VMA has the newest tick at which a flush was deferred in it: one word,
 *		asked once, but a deferral anywhere in the VMA counts for all of it
 *	pte	the entry has it, as a marker: exact, and nothing to copy when VMAs split,
 *		but each entry must be looked at
 *
 * A marker stays until something replaces it.  If that is inconsistent with the previous
 * page, the flush is made before.  A page of the same content may replace it without a flush:
 * any later change of that present entry flushes its address anyway, except for a fault that
 * makes it writable in place, which must ask luf_track_maybe_pending().
 *
 * The design decides only where a deferral is recorded; readers look at both places.
 */
#ifndef KERNEL_MM_TABLES_LUF_TRACK_H
#define KERNEL_MM_TABLES_LUF_TRACK_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>

enum luf_track { LUF_TRACK_VMA, LUF_TRACK_PTE, NR_LUF_TRACKS };

/* @track as luf_track= spells it. */
const char *luf_track_name(enum luf_track track);

/* The design in force; changed only while nothing is mapped by a test. */
enum luf_track luf_track(void);
void luf_track_choose(enum luf_track track);

/*
 * Record that the flush of @ptep's previous entry was deferred at tick @ugen.  @ptep, an entry
 * of @vma, is not present and otherwise has its new value.  Caller holds the PTL.
 */
void luf_track_defer(struct vma *vma, pte_t *ptep, uint64_t ugen);

/* The newest tick of a deferral recorded in @vma itself, not in markers; 0: none. */
uint64_t luf_track_vma_ugen(const struct vma *vma);

/* The tick at which the flush of @entry's predecessor in @mm was deferred; 0: it was not. */
uint64_t luf_track_entry_ugen(const struct mm *mm, pte_t entry);

/* Is the flush of @entry's predecessor in @vma still pending? */
bool luf_track_pending(const struct vma *vma, pte_t entry);

/* May it be pending for a present entry of @vma?  If there was a marker, it is gone. */
bool luf_track_maybe_pending(const struct vma *vma);

#endif
