/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The frame allocator: three sources, tried in this order.
 *
 *	free	last in, first out: a frame that was just freed is reused first, which
 *		makes reuse races likely
 *	fresh	frames that were never used, by a cursor: a frame is touched, and its
 *		struct page initialised, only when it is needed, so that boot is quick
 *	luf	first in, first out, so that a deferred flush can wait as long as possible;
 *		see deferred.h
 */
#include <arch/cpu.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/frames/frozen.h>
#include <kernel/mm/frames/lru.h>
#include <kernel/mm/frames/memmap.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_debug.h>

static spinlock_t frames_lock; /* protects all down to the blank line */
static struct list_head free_list = LIST_HEAD_INIT(free_list);
static size_t nr_clean; /* on free_list */
static size_t nr_fresh; /* never used */
static struct memmap_cursor fresh;
static bool deferred_first;
static struct page_corruption corruption;

static size_t nr_frames; /* of all kinds; these two never change */
static struct memmap_cursor first_frame;

static void (*alloc_watch)(uint64_t cycles);
static bool starved;

size_t page_init(void)
{
	nr_frames = memmap_init(&first_frame);
	fresh = first_frame;
	nr_fresh = nr_frames;
	return nr_frames;
}

/* The next frame under the cursor, given the FREE stamp. */
static struct page *take_fresh(void)
{
	struct page *page = memmap_next(&fresh);

	nr_fresh--;
	*page = (struct page){ .kind = PAGE_FREE };
	list_init(&page->lru);
	list_init(&page->sharers);
	frame_stamp(page);
	return page;
}

/* The next frame without a deferred flush, NULL if there is none.  Caller holds frames_lock. */
static struct page *take_clean(void)
{
	struct page *page;

	if (!nr_clean)
		return nr_fresh ? take_fresh() : NULL;
	page = list_first(&free_list, struct page, lru);
	list_del(&page->lru);
	nr_clean--;
	return page;
}

/* The next frame to hand out, NULL if there is none.  Caller holds frames_lock. */
static struct page *take_frame(void)
{
	struct page *page = deferred_first ? deferred_take(true) : NULL;

	if (!page)
		page = take_clean();
	return page ? page : deferred_take(false);
}

/* False: somebody has stored into @page while it was free. */
static bool check_frame(const struct page *page)
{
	if (frame_is_untouched(page))
		return true;
	if (page->luf_key != LUF_KEY_NONE)
		luf_debug(thawed, page_to_pfn(page));
	spin_lock(&frames_lock);
	corruption.count++;
	corruption.pfn = page_to_pfn(page);
	corruption.word = frame_first_word(page);
	spin_unlock(&frames_lock);
	return false;
}

/* Hand out @page, which was taken from a list and owes no flush any more. */
static struct page *hand_out(struct page *page, enum page_kind kind, owner_t owner)
{
	BUG_ON(page->mapcount || page->kind != PAGE_FREE);
	(void)check_frame(page);
	step(FRAME_ALLOC, 0, page_to_pfn(page));
	page->luf_key = LUF_KEY_NONE;
	page->owner = owner;
	page->kind = kind;
	page->dirty = false;
	page->uptodate = false;
	page->exclusive = false;
	page->lazyfree = false;
	page->near = false;
	page->retired = false;
	page->file = NULL;
	page->anon = NULL;
	page->index = 0;
	page->swap = 0;
	/* Fast GUP may look at it at any time, and takes no reference from zero. */
	BUG_ON(xchg(&page->refcount, 1));
	return page;
}

void page_clear(const struct page *page)
{
	point();
	memset(page_va(page), 0, PAGE_SIZE);
}

static struct page *alloc_frame(enum page_kind kind, owner_t owner)
{
	struct page *page;
	uint64_t overdue;

	spin_lock(&frames_lock);
	page = take_frame();
	overdue = deferred_overdue();
	spin_unlock(&frames_lock);
	if (overdue)
		deferred_settle(overdue);
	if (!page)
		return NULL;
	if (page->luf_key != LUF_KEY_NONE) {
		/* Why not yet: a CPU with a stale translation may still read it.  Litmus
		 * reclaim/free-vs-reader. */
		if (mutant(ALLOC_CLEARS_EARLY))
			page_clear(page);
		/* Why: the new owner may write the frame next.  Litmus reclaim/free-vs-reader. */
		if (!mutant(ALLOC_SKIP_TAKEOFF))
			deferred_take_off(page, owner);
	}
	return hand_out(page, kind, owner);
}

void page_starve(bool starve)
{
	WRITE_ONCE(starved, starve);
}

void page_watch_alloc(void (*watch)(uint64_t cycles))
{
	alloc_watch = watch;
}

struct page *page_alloc_for(enum page_kind kind, owner_t owner)
{
	uint64_t start = alloc_watch ? cpu_cycles() : 0;
	struct page *page = READ_ONCE(starved) ? NULL : alloc_frame(kind, owner);

	if (alloc_watch && page)
		alloc_watch(cpu_cycles() - start);
	return page;
}

struct page *page_alloc(enum page_kind kind)
{
	return page_alloc_for(kind, OWNER_KERNEL);
}

struct page *page_alloc_atomic(enum page_kind kind)
{
	struct page *page;

	/* Trylock: an interrupt handler may have interrupted the holder of the lock. */
	if (READ_ONCE(starved) || !spin_trylock(&frames_lock))
		return NULL;
	/* Why: no IPI can be sent here.  Litmus reclaim/luf-atomic. */
	page = mutant(ATOMIC_TAKES_DEFERRED) ? take_frame() : take_clean();
	if (!page)
		page = deferred_take_flushed();
	spin_unlock(&frames_lock);
	return page ? hand_out(page, kind, OWNER_KERNEL) : NULL;
}

struct page *page_alloc_zeroed(enum page_kind kind)
{
	struct page *page = page_alloc(kind);

	if (page)
		page_clear(page);
	return page;
}

/* A key that stands for @key and for the key that @page has kept. */
static luf_key_t merge_keys(const struct page *page, luf_key_t key)
{
	luf_key_t kept = page->luf_key;

	if (kept == key || !luf_key_pending(kept))
		return key;
	if (key == LUF_KEY_NONE)
		return kept;
	/* Why: some CPUs may be behind for @kept alone.  Litmus reclaim/luf-aborted-twice. */
	if (!mutant(MERGE_FORGETS_KEY))
		luf_key_fold(key, kept);
	return key;
}

void page_keep_luf(struct page *page, luf_key_t key)
{
	page->luf_key = merge_keys(page, key);
}

static void free_frame(struct page *page, luf_key_t key)
{
	uint64_t overdue = 0;

	key = merge_keys(page, key);

	BUG_ON(page->mapcount || page->pins || !list_empty(&page->lru) ||
	       spin_is_locked(&page->lock) || !list_empty(&page->sharers));
	step(FRAME_FREE, 0, page_to_pfn(page));
	page->kind = PAGE_FREE;
	page->luf_key = key;
	if (key == LUF_KEY_NONE)
		luf_debug(frees, page_to_pfn(page));
	else
		frame_freeze(page);
	/* Why not else: a stale translation may still read it.  Litmus reclaim/luf-bytes-stay. */
	if (key == LUF_KEY_NONE || mutant(FREE_MARKS_PENDING))
		frame_stamp(page);
	spin_lock(&frames_lock);
	if (key == LUF_KEY_NONE) {
		list_add(&page->lru, &free_list);
		nr_clean++;
	} else {
		deferred_add(page);
		overdue = deferred_overdue();
	}
	spin_unlock(&frames_lock);
	if (overdue)
		deferred_settle(overdue);
}

void page_put(struct page *page)
{
	page_put_luf(page, LUF_KEY_NONE);
}

void page_put_luf(struct page *page, luf_key_t key)
{
	int32_t left;

	/* Why before: fast GUP may hold a reference for a moment and put it last, and it does not
	 * know the key.  Litmus gup/fast-luf. */
	if (key != LUF_KEY_NONE && !mutant(PUT_LUF_FORGETS_KEY))
		page_keep_luf(page, key);
	left = atomic_sub(&page->refcount, 1);
	BUG_ON(left < 0);
	if (left > 0)
		return;
	if (page->kind == PAGE_ANON)
		lru_del(page);
	free_frame(page, key);
}

/* Is it time to flush for all frames that wait?  A hint to one who does not hold frames_lock. */
static bool flush_is_due(size_t reserve)
{
	size_t clean = READ_ONCE(nr_clean) + READ_ONCE(nr_fresh);

	return clean < reserve && deferred_runs_out(reserve - clean);
}

void page_flush_ahead(size_t reserve)
{
	uint64_t ugen = 0;

	if (!flush_is_due(reserve))
		return;
	spin_lock(&frames_lock);
	if (flush_is_due(reserve))
		ugen = deferred_owe_nothing();
	spin_unlock(&frames_lock);
	if (ugen)
		deferred_settle(ugen);
}

size_t page_nr_free(void)
{
	return READ_ONCE(nr_clean) + deferred_nr() + READ_ONCE(nr_fresh);
}

size_t page_nr_luf(void)
{
	return deferred_nr();
}

size_t page_nr_fresh(void)
{
	return READ_ONCE(nr_fresh);
}

size_t page_nr_used(void)
{
	return nr_frames - READ_ONCE(nr_fresh);
}

void page_walk_used(struct memmap_cursor *cursor)
{
	*cursor = first_frame;
}

void page_reuse_deferred_first(bool first)
{
	spin_lock(&frames_lock);
	deferred_first = first;
	spin_unlock(&frames_lock);
}

void page_take_corruption(struct page_corruption *found)
{
	spin_lock(&frames_lock);
	*found = corruption;
	corruption = (struct page_corruption){ 0 };
	spin_unlock(&frames_lock);
}

void page_check_free(void)
{
	size_t used = page_nr_used();
	struct memmap_cursor cursor;

	page_walk_used(&cursor);
	for (size_t i = 0; i < used; i++) {
		struct page *page = memmap_next(&cursor);

		if (page->kind != PAGE_FREE || check_frame(page))
			continue;
		if (page->luf_key == LUF_KEY_NONE)
			frame_stamp(page);
		else
			frame_freeze(page);
	}
}
