/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recording the last page of a slot, and comparing the next one with it.  See refill.h.
 */
#include <kernel/mm/frames/frozen.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>

static enum luf_refill chosen = LUF_REFILL_COMPARE;

const char *luf_refill_name(enum luf_refill refill)
{
	static const char *const names[NR_LUF_REFILLS] = {
		[LUF_REFILL_COMPARE] = "compare",
		[LUF_REFILL_FLUSH] = "flush",
	};

	return names[refill];
}

enum luf_refill luf_refill(void)
{
	return chosen;
}

void luf_refill_choose(enum luf_refill refill)
{
	chosen = refill;
}

void slot_left_behind(const struct page *page, uint64_t ugen)
{
	struct slot_past *past = file_slot_past(page->file, page->index);

	/* Why: the newest frame may be flushed and reused while CPUs still read an older one.
	 * Litmus pairs/refill-vs-two-frames. */
	if (past->frame != page && luf_pending_since(&page->file->luf, past->ugen) &&
	    !mutant(REFILL_KNOWS_NEWEST))
		past->frame = NULL;
	else
		past->frame = page;
	past->ugen = ugen;
}

/*
 * May some CPU see bytes that differ from @page through a translation whose flush is deferred?
 * If the old frame has been reused, all CPUs have flushed: then either answer is right.
 */
static bool shows_other_bytes(const struct slot_past *past, const struct page *page)
{
	if (chosen == LUF_REFILL_FLUSH || !past->frame)
		return true;
	return !frame_is_same(past->frame, page);
}

void slot_refilled(const struct page *page)
{
	const struct slot_past *past = file_slot_past(page->file, page->index);
	struct luf_batch *luf = &page->file->luf;

	if (luf_pending_since(luf, past->ugen) && shows_other_bytes(past, page)) {
		/* Why: once a CPU has read the new content, no CPU may see the old one.  Litmus
		 * pairs/reclaim-vs-device-change. */
		if (!mutant(REFILL_SKIP_LUF))
			luf_flush(luf);
		step(CONTENT, 0, page_to_pfn(page));
	}
	luf_debug(page_refilled, page);
}
