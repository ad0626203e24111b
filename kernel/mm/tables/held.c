/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clear the entry, ask for holders, and restore it if there are any.  See held.h.
 */
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

static enum wp_pinned chosen = WP_PINNED_ALLOW;

const char *wp_pinned_name(enum wp_pinned rule)
{
	static const char *const names[NR_WP_PINNEDS] = {
		[WP_PINNED_ALLOW] = "allow",
		[WP_PINNED_REFUSE] = "refuse",
		[WP_PINNED_COUNT] = "count",
	};

	return names[rule];
}

void wp_pinned_choose(enum wp_pinned rule)
{
	chosen = rule;
}

bool wp_refuses(void)
{
	return chosen != WP_PINNED_ALLOW;
}

bool page_has_holder(const struct page *page, int32_t known)
{
	/* Why: a store would copy, and the holder keep the old page.  Litmus gup/wp-mprotect,
	 * gup/wp-clear-refs, gup/wp-fork, gup/wp-hint, gup/wp-uffd. */
	if (!wp_refuses() || page->kind != PAGE_ANON || mutant(WP_IGNORES_HOLDERS))
		return false;
	if (chosen == WP_PINNED_REFUSE)
		return READ_ONCE(page->pins);
	return READ_ONCE(page->refcount) > known;
}

bool held_clear(pte_t *ptep, uintptr_t va, const struct page *page, held_fn *is_held, bool early,
		pte_t *old, const struct step_site *site)
{
	if (early && is_held(page))
		return false;
	*old = ptep_get_and_clear(ptep);
	step_record(site, va, page_to_pfn(page));
	if (early || !is_held(page))
		return true;
	step(PTE_SET, va, page_to_pfn(page));
	ptep_set(ptep, *old);
	return false;
}
