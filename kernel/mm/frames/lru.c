/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The LRU list.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/lru.h>

static spinlock_t lru_lock; /* protects the list, and page->lru of pages in use */
static struct list_head lru = LIST_HEAD_INIT(lru);

void lru_add(struct page *page)
{
	spin_lock(&lru_lock);
	BUG_ON(!list_empty(&page->lru));
	/* Truncation clears page->file, then takes the page off: one side sees the other. */
	if (page->kind != PAGE_FILE || READ_ONCE(page->file))
		list_add(&page->lru, &lru);
	spin_unlock(&lru_lock);
}

bool lru_isolate_page(struct page *page)
{
	bool found;

	spin_lock(&lru_lock);
	found = !list_empty(&page->lru);
	if (found)
		list_del(&page->lru);
	spin_unlock(&lru_lock);
	return found;
}

void lru_del(struct page *page)
{
	(void)lru_isolate_page(page);
}

struct page *lru_isolate(void)
{
	struct page *found = NULL;
	struct list_head *at;

	spin_lock(&lru_lock);
	for (at = lru.prev; at != &lru && !found; at = at->prev) {
		struct page *page = list_entry(at, struct page, lru);

		/* A page without references is being freed, and leaves the list by itself. */
		if (page_try_get(page))
			found = page;
	}
	if (found)
		list_del(&found->lru);
	spin_unlock(&lru_lock);
	return found;
}
