/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Object pools over the frame allocator.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/frames/pool.h>
#include <kernel/rules/mutants.h>

/* Why: without it two CPUs take the same object.  Litmus unmap/maps-at-once. */
static void lock(struct pool *pool)
{
	if (!mutant(POOL_SKIP_LOCK))
		spin_lock(&pool->lock);
}

static void unlock(struct pool *pool)
{
	if (!mutant(POOL_SKIP_LOCK))
		spin_unlock(&pool->lock);
}

/* Caller holds pool->lock. */
static void push(struct pool *pool, void *object)
{
	*(void **)object = pool->free;
	pool->free = object;
}

/* Caller holds pool->lock. */
static void refill(struct pool *pool)
{
	size_t stride = (pool->size + 15) & ~(size_t)15;
	struct page *page = page_alloc(PAGE_KERNEL);
	char *base;

	BUG_ON(pool->size > PAGE_SIZE);
	if (!page)
		return;
	base = page_va(page);
	for (size_t at = 0; at + stride <= PAGE_SIZE; at += stride)
		push(pool, base + at);
}

void *pool_alloc(struct pool *pool)
{
	void *object;

	lock(pool);
	if (!pool->free)
		refill(pool);
	object = pool->free;
	if (object) {
		pool->free = *(void **)object;
		pool->used++;
	}
	unlock(pool);
	if (object)
		memset(object, 0, pool->size);
	return object;
}

void pool_free(struct pool *pool, void *object)
{
	lock(pool);
	BUG_ON(pool->used == 0);
	pool->used--;
	push(pool, object);
	unlock(pool);
}
