/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lists of VMAs.
 */
#include <arch/atomic.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/pool.h>
#include <kernel/mm/tables/areas.h>

/* A list stays valid after areas_end(), so lists are reused here and never go to the pool. */
struct spare {
	struct areas areas;
	struct spare *next;
};

static struct pool areas_pool = POOL("areas", struct spare);
static spinlock_t spare_lock;
static struct spare *spares;

void areas_init(struct areas *areas)
{
	list_init(&areas->links);
}

struct areas *areas_alloc(void)
{
	struct spare *spare;

	spin_lock(&spare_lock);
	spare = spares;
	if (spare)
		spares = spare->next;
	spin_unlock(&spare_lock);
	if (spare) {
		spare->areas.ended = false;
		return &spare->areas;
	}
	spare = pool_alloc(&areas_pool);
	if (!spare)
		return NULL;
	areas_init(&spare->areas);
	return &spare->areas;
}

static void give_back(struct areas *areas)
{
	struct spare *spare = container_of(areas, struct spare, areas);

	BUG_ON(!list_empty(&areas->links));
	spin_lock(&spare_lock);
	spare->next = spares;
	spares = spare;
	spin_unlock(&spare_lock);
}

void areas_end(struct areas *areas)
{
	bool empty;

	write_lock(&areas->lock);
	areas->ended = true;
	empty = list_empty(&areas->links);
	write_unlock(&areas->lock);
	if (empty)
		give_back(areas);
}

void areas_add(struct areas *areas, struct area_link *link, struct vma *vma)
{
	write_lock(&areas->lock);
	area_link_add(link, areas, vma, NULL);
	write_unlock(&areas->lock);
}

void areas_del(struct area_link *link)
{
	struct areas *areas = link->areas;
	bool last;

	if (!areas)
		return;
	write_lock(&areas->lock);
	area_link_del(link);
	last = areas->ended && list_empty(&areas->links);
	write_unlock(&areas->lock);
	if (last)
		give_back(areas);
}

void area_link_add(struct area_link *link, struct areas *areas, struct vma *vma,
		   struct area_link *behind)
{
	link->areas = areas;
	link->vma = vma;
	WRITE_ONCE(areas->added, areas->added + 1);
	if (behind)
		list_add(&link->list, &behind->list);
	else
		list_add_tail(&link->list, &areas->links);
}

void area_link_del(struct area_link *link)
{
	list_del(&link->list);
	link->areas = NULL;
}
