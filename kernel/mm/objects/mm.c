/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Creating and freeing address spaces.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/pool.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/tlb/tlb.h>

static struct pool mm_pool = POOL("mm", struct mm);
static unsigned int last_mm_id;

void mm_free(struct mm *mm)
{
	BUG_ON(mm->nr_retired);
	if (mm->anon)
		areas_end(mm->anon);
	if (mm->pgd)
		page_put(mm->pgd);
	pool_free(&mm_pool, mm);
}

struct mm *mm_create(void)
{
	struct mm *mm = pool_alloc(&mm_pool);

	if (!mm)
		return NULL;
	mm->pgd = pgd_alloc();
	mm->anon = areas_alloc();
	if (!mm->pgd || !mm->anon) {
		mm_free(mm);
		return NULL;
	}
	mm->id = atomic_add(&last_mm_id, 1);
	list_init(&mm->vmas);
	list_init(&mm->retired);
	tlb_init_mm(&mm->tlb, page_to_pfn(mm->pgd) << PAGE_SHIFT);
	return mm;
}

void mm_use(struct mm *mm)
{
	switch_mm(mm ? &mm->tlb : NULL);
}

struct mm *mm_current(void)
{
	struct mm_tlb *tlb = loaded_mm();

	return tlb ? container_of(tlb, struct mm, tlb) : NULL;
}
