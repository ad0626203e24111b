/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim between two watermarks.
 */
#include <arch/atomic.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/watermark.h>

/*
 * This share of the low mark can be handed out without a flush: what other CPUs allocate while one
 * is made.
 */
#define FLUSHED_SHARE 4

static size_t low_mark;
static size_t high_mark;
static spinlock_t balancing; /* held by the CPU that reclaims */

void watermark_set(size_t low, size_t high)
{
	BUG_ON(low > high);
	WRITE_ONCE(low_mark, low);
	WRITE_ONCE(high_mark, high);
}

bool reclaim_some(void)
{
	size_t used = page_nr_used();

	/* Each pass looks at a batch, and takes no page that was used since the pass before. */
	for (uint64_t looked = 0; looked <= 2 * used; looked += RECLAIM_BATCH) {
		if (reclaim_pages(RECLAIM_BATCH))
			return true;
	}
	return false;
}

/* Reclaim until enough frames are free again; false: another CPU does so. */
static bool balance(void)
{
	if (!spin_trylock(&balancing))
		return false;
	while (page_nr_free() < READ_ONCE(high_mark) && reclaim_some())
		;
	spin_unlock(&balancing);
	return true;
}

void watermark_check(void)
{
	size_t low = READ_ONCE(low_mark);

	if (!low)
		return;
	/* Not after reclaim, which would take longer than what others have left. */
	page_flush_ahead(low / FLUSHED_SHARE);
	if (page_nr_free() >= low || balance())
		return;
	/* One CPU cannot keep up with the others: each reclaims a batch of its own. */
	if (page_nr_free() < low - low / 4)
		(void)reclaim_some();
}
