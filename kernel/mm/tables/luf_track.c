/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recording deferrals in VMAs or in entries, and reading them.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>

static enum luf_track chosen = LUF_TRACK_VMA;

const char *luf_track_name(enum luf_track track)
{
	static const char *const names[NR_LUF_TRACKS] = {
		[LUF_TRACK_VMA] = "vma",
		[LUF_TRACK_PTE] = "pte",
	};

	return names[track];
}

enum luf_track luf_track(void)
{
	return chosen;
}

void luf_track_choose(enum luf_track track)
{
	chosen = track;
}

/* Raise the VMA's tick to @ugen.  Others may do so at once, under other page-table locks. */
static void vma_defer(struct vma *vma, uint64_t ugen)
{
	uint64_t old = READ_ONCE(vma->luf_ugen);

	while (old < ugen && !try_cmpxchg(&vma->luf_ugen, &old, ugen))
		;
}

/* An entry that has a value of its own has no room for a tick, only for the bit L. */
static void entry_defer(pte_t *ptep, uint64_t ugen)
{
	pte_t entry = pte_get(ptep);

	BUG_ON(pte_present(entry));
	if (entry_is_empty(entry))
		ptep_set(ptep, pte_set_bits(entry_make(ENTRY_LUF, ugen & ENTRY_VALUE_MASK),
					    entry_marks(entry)));
	else
		ptep_set(ptep, entry_set_luf(entry));
}

void luf_track_defer(struct vma *vma, pte_t *ptep, uint64_t ugen)
{
	/* Why: without a record munmap() and faults do not know that a flush is deferred.  Litmus
	 * reclaim/luf-one-cpu. */
	if (mutant(LUF_TRACKS_NOTHING))
		return;
	if (luf_track() == LUF_TRACK_VMA)
		vma_defer(vma, ugen);
	else
		entry_defer(ptep, ugen);
}

uint64_t luf_track_vma_ugen(const struct vma *vma)
{
	return READ_ONCE(vma->luf_ugen);
}

/* A marker has the low bits of a past tick: return the newest such tick. */
static uint64_t whole_tick(uint64_t low)
{
	uint64_t now = luf_ugen_now();

	/* Why not @low: ticks go beyond a marker's bits.  Litmus reclaim/luf-marker-wraps. */
	if (mutant(MARKER_TICK_WRAPS))
		return low;
	return now - ((now - low) & ENTRY_VALUE_MASK);
}

uint64_t luf_track_entry_ugen(const struct mm *mm, pte_t entry)
{
	if (entry_kind(entry) == ENTRY_LUF)
		return whole_tick(entry_value(entry));
	return entry_is_luf(entry) ? READ_ONCE(mm->tlb.luf.ugen) : 0;
}

bool luf_track_pending(const struct vma *vma, pte_t entry)
{
	const struct luf_batch *luf = &vma->mm->tlb.luf;

	return luf_pending_since(luf, luf_track_vma_ugen(vma)) ||
	       luf_pending_since(luf, luf_track_entry_ugen(vma->mm, entry));
}

bool luf_track_maybe_pending(const struct vma *vma)
{
	const struct luf_batch *luf = &vma->mm->tlb.luf;

	if (luf_track() == LUF_TRACK_PTE)
		return luf_pending(luf);
	return luf_pending_since(luf, luf_track_vma_ugen(vma));
}
