/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/frames/alloc.c: the order in which frames come back, what is found in them, and
 * the counts.  LUF and the flush under it are the real ones, on simulated CPUs.
 */
#include <string.h>
#include <kernel/lib/random.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

static void start(size_t frames)
{
	mmu_start(2);
	host_frames(frames);
	/* No CPU has an mm, so the books alone say who must flush. */
	deferred_limit(&(struct deferred_limits){ DEFERRED_NO_LIMIT, DEFERRED_NO_LIMIT });
	luf_owner_choose(LUF_OWNER_ANY);
}

/* A key whose flush CPU 1 owes. */
static luf_key_t owed_key(void)
{
	struct cpumask mask;

	cpumask_clear(&mask);
	cpumask_set(&mask, 1);
	return luf_new_key(&mask, luf_new_ugen());
}

/* Free a frame, to come from the allocator, with a flush of it owed. */
static struct page *free_deferred(luf_key_t key)
{
	struct page *page = page_alloc(PAGE_FILE);

	EXPECT(page);
	page_put_luf(page, key);
	return page;
}

static uint64_t corruptions(void)
{
	struct page_corruption found;

	page_take_corruption(&found);
	return found.count;
}

TEST(fresh, "page: a fresh frame has one reference, no file, and a place of its own")
{
	struct page *pages[32];

	start(32);
	EXPECT_EQ(page_nr_free(), 32);
	for (unsigned int i = 0; i < 32; i++) {
		pages[i] = page_alloc(PAGE_ANON);
		EXPECT(pages[i]);
		EXPECT_EQ(pages[i]->refcount, 1);
		EXPECT(pages[i]->kind == PAGE_ANON && !pages[i]->file && !pages[i]->mapcount);
		EXPECT(!pages[i]->dirty && !pages[i]->uptodate && list_empty(&pages[i]->lru));
		EXPECT(pfn_to_page(page_to_pfn(pages[i])) == pages[i]);
		EXPECT_EQ((uintptr_t)page_va(pages[i]) % PAGE_SIZE, 0);
		memset(page_va(pages[i]), (int)i, PAGE_SIZE);
	}
	for (unsigned int i = 0; i < 32; i++) {
		const unsigned char *bytes = page_va(pages[i]);

		EXPECT(bytes[0] == i && bytes[PAGE_SIZE - 1] == i);
	}
	EXPECT_EQ(page_nr_free(), 0);
	EXPECT_EQ(corruptions(), 0);
}

TEST(exhausted, "page: NULL when there is none, again and again, until one is freed")
{
	struct page *page = NULL;

	start(3);
	for (unsigned int i = 0; i < 3; i++)
		page = page_alloc(PAGE_KERNEL);
	EXPECT(page);
	EXPECT(!page_alloc(PAGE_KERNEL) && !page_alloc_zeroed(PAGE_KERNEL));
	page_put(page);
	EXPECT_EQ(page_nr_free(), 1);
	EXPECT(page_alloc_zeroed(PAGE_KERNEL) == page);
	EXPECT(!page_alloc(PAGE_KERNEL));
}

TEST(order, "page: freed frames come first, last in first out; then fresh ones")
{
	struct page *a, *b, *c;

	start(8);
	a = page_alloc(PAGE_ANON);
	b = page_alloc(PAGE_ANON);
	page_put(a);
	page_put(b);
	EXPECT(page_alloc(PAGE_ANON) == b);
	EXPECT(page_alloc(PAGE_ANON) == a);
	c = page_alloc(PAGE_ANON);
	EXPECT(c != a && c != b);
}

TEST(deferred_order, "page: frames with a flush deferred come last, the oldest of them first")
{
	struct page *held[4], *first, *second;

	start(6);
	for (unsigned int i = 0; i < 4; i++)
		held[i] = page_alloc(PAGE_ANON);
	first = free_deferred(owed_key());
	second = free_deferred(owed_key());
	EXPECT(first != second);
	EXPECT_EQ(page_nr_luf(), 2);
	EXPECT_EQ(page_nr_free(), 2);
	page_put(held[0]);
	EXPECT(page_alloc(PAGE_ANON) == held[0]);
	EXPECT_EQ(mmu_counts.ipis, 0);
	EXPECT(page_alloc(PAGE_ANON) == first);
	EXPECT(page_alloc(PAGE_ANON) == second);
	EXPECT(!page_alloc(PAGE_ANON));
}

TEST(deferred_first, "page: on demand frames with a flush deferred come before all others")
{
	struct page *a, *deferred;

	start(8);
	a = page_alloc(PAGE_ANON);
	deferred = free_deferred(owed_key());
	page_put(a);
	page_reuse_deferred_first(true);
	EXPECT(page_alloc(PAGE_ANON) == deferred);
	EXPECT(page_alloc(PAGE_ANON) == a);
	page_put(a);
	deferred = free_deferred(owed_key());
	EXPECT(deferred == a);
	page_reuse_deferred_first(false);
	EXPECT(page_alloc(PAGE_ANON) != deferred);
}

TEST(takeoff, "page: a frame leaves the allocator only after the flush that it is owed")
{
	luf_key_t key;

	start(4);
	page_reuse_deferred_first(true);
	key = owed_key();
	free_deferred(key);
	EXPECT(luf_key_pending(key));
	EXPECT(page_alloc(PAGE_ANON));
	EXPECT(!luf_key_pending(key));
	EXPECT_EQ(mmu_counts.ipis, 1);
}

TEST(takeoff_mutant, "page: the mutant of that lets it leave with the flush still owed")
{
	luf_key_t key;

	start(4);
	page_reuse_deferred_first(true);
	mutant_set(MUTANT_ALLOC_SKIP_TAKEOFF, true);
	key = owed_key();
	free_deferred(key);
	EXPECT(page_alloc(PAGE_ANON));
	EXPECT(luf_key_pending(key));
}

TEST(deferred_content, "page: a frame with a flush deferred keeps its bytes, and no key afterwards")
{
	struct page *page;

	start(4);
	page_reuse_deferred_first(true);
	page = page_alloc(PAGE_FILE);
	memset(page_va(page), 0x5a, PAGE_SIZE);
	page_put_luf(page, owed_key());
	EXPECT_EQ(*(uint64_t *)page_va(page), 0x5a5a5a5a5a5a5a5aUL);
	EXPECT(page_alloc(PAGE_FILE) == page);
	EXPECT_EQ(corruptions(), 0);
	page_put(page);
	EXPECT_EQ(page_nr_luf(), 0);
	EXPECT(page_alloc(PAGE_FILE) == page);
	EXPECT_EQ(corruptions(), 0);
}

TEST(stamped, "page: a free frame carries the stamp of free frames")
{
	struct page *page;

	start(4);
	page = page_alloc_zeroed(PAGE_ANON);
	EXPECT_EQ(*(uint64_t *)page_va(page), 0);
	page_put(page);
	EXPECT(stamp_intact(page_va(page), stamp_make(STAMP_FREE, 0, 0, 0)));
}

TEST(corruption, "page: a store into a free frame is found when it is allocated: which, and what")
{
	struct page_corruption found;
	struct page *page;

	start(4);
	page = page_alloc(PAGE_ANON);
	page_put(page);
	*(uint64_t *)page_va(page) = 0xbad;
	EXPECT_EQ(corruptions(), 0);
	EXPECT(page_alloc(PAGE_ANON) == page);
	page_take_corruption(&found);
	EXPECT_EQ(found.count, 1);
	EXPECT_EQ(found.pfn, page_to_pfn(page));
	EXPECT_EQ(found.word, 0xbad);
	EXPECT_EQ(corruptions(), 0);
}

TEST(any_word, "page: a store into any of the stamped words is found")
{
	start(4);
	for (unsigned int i = 0; i < STAMP_WORDS; i++) {
		struct page *page = page_alloc(PAGE_ANON);

		page_put(page);
		((uint64_t *)page_va(page))[i] ^= 1ULL << i;
		EXPECT(page_alloc(PAGE_ANON) == page);
		EXPECT_EQ(corruptions(), 1);
		page_put(page);
	}
}

TEST(references, "page: the last of several references frees the frame, and not the one before")
{
	struct page *page;

	start(4);
	page = page_alloc(PAGE_ANON);
	page_get(page);
	page_get(page);
	page_put(page);
	page_put(page);
	EXPECT_EQ(page->kind, PAGE_ANON);
	EXPECT_EQ(page_nr_free(), 3);
	page_put(page);
	EXPECT_EQ(page->kind, PAGE_FREE);
	EXPECT_EQ(page_nr_free(), 4);
}

static struct page *freed_page(void)
{
	struct page *page = page_alloc(PAGE_ANON);

	page_put(page);
	return page;
}

TEST(misuse, "page: freeing twice, reviving, and freeing what is in use are bugs")
{
	struct page *page;

	start(4);
	EXPECT_PANIC(page_put(freed_page()), "left < 0");
	EXPECT_PANIC(page_get(freed_page()), "refcount");
	page = page_alloc(PAGE_ANON);
	page->mapcount = 1;
	EXPECT_PANIC(page_put(page), "mapcount");
	page->mapcount = 0;
	page_lock(page);
	EXPECT_PANIC(page_put(page), "spin_is_locked");
	EXPECT(!page_trylock(page));
	page_unlock(page);
	EXPECT(page_trylock(page));
	page_unlock(page);
	EXPECT_PANIC(page_unlock(page), "BUG at");
	page_put(page);
	page->refcount = 1;
	EXPECT_PANIC(page_alloc(PAGE_ANON), "refcount");
}

TEST(random_frames, "page: random allocations and frees: none is given twice, none is lost")
{
	struct random random = random_seeded(11, 0);
	struct page *held[64] = { NULL };

	start(48);
	for (unsigned int i = 0; i < 20000; i++) {
		struct page **slot = &held[random_below(&random, 64)];
		size_t free_before = page_nr_free();

		page_reuse_deferred_first(random_below(&random, 2));
		if (*slot) {
			EXPECT_EQ(*(uint64_t *)page_va(*slot), (uintptr_t)slot);
			page_put_luf(*slot, random_below(&random, 2) ? owed_key() : LUF_KEY_NONE);
			*slot = NULL;
			EXPECT_EQ(page_nr_free(), free_before + 1);
			continue;
		}
		*slot = page_alloc(PAGE_ANON);
		EXPECT_EQ(*slot != NULL, free_before != 0);
		if (*slot)
			*(uint64_t *)page_va(*slot) = (uintptr_t)slot;
	}
	EXPECT_EQ(corruptions(), 0);
	for (unsigned int i = 0; i < 64; i++) {
		if (held[i])
			page_put(held[i]);
	}
	EXPECT_EQ(page_nr_free(), 48);
}

TEST(frozen, "page: a store into a frame whose flush is deferred is found when it is allocated")
{
	struct page *page;

	start(1);
	page = free_deferred(owed_key());
	EXPECT(page_alloc(PAGE_ANON) == page);
	EXPECT_EQ(corruptions(), 0);
	page_put_luf(page, owed_key());
	((uint64_t *)page_va(page))[STAMP_WORDS - 1] ^= 1;
	EXPECT(page_alloc(PAGE_ANON) == page);
	EXPECT_EQ(corruptions(), 1);
}

TEST(check_free, "page: what was stored into frames that nobody takes is found once")
{
	struct page *pages[3];

	start(4);
	for (unsigned int i = 0; i < 3; i++)
		pages[i] = page_alloc(PAGE_ANON);
	page_put(pages[0]);
	page_put_luf(pages[1], owed_key());
	page_check_free();
	EXPECT_EQ(corruptions(), 0);
	for (unsigned int i = 0; i < 3; i++)
		*(uint64_t *)page_va(pages[i]) = 0xbad;
	page_check_free();
	EXPECT_EQ(corruptions(), 2);
	page_check_free();
	EXPECT_EQ(corruptions(), 0);
}
