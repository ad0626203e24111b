/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call about migration: see tests/litmus.h.
 */
#include <kernel/errno.h>
#include <kernel/mm/migrate.h>
#include <kernel/mm/pgtable.h>
#include <kernel/panic.h>
#include <tests/litmus.h>

void migrate(struct run *r, uintptr_t va)
{
	BUG_ON(migrate_page_at(r->mm, va) == -ENOMEM);
}

struct page *hold_page_at(struct run *r, uintptr_t va)
{
	pte_t *ptep = pte_lookup_lock(r->mm, va);
	struct page *page;

	BUG_ON(!ptep || !pte_present(pte_get(ptep)));
	page = pfn_to_page(pte_pfn(pte_get(ptep)));
	page_get(page);
	pte_unlock(ptep);
	return page;
}
