/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See states.h.  Two sequences of calls lead to the same state if the kernel and the TLBs have the
 * same data about the page, apart from frame numbers and stored numbers: VMAs, entries, also of a
 * child, struct pages, the page cache, swap, what each CPU may still translate, and what waits for
 * its flush.  States are compared under a policy that defers nothing, and under one that defers all
 * that it can.
 */
#include <arch/model/host/host.h>
#include <arch/model/machine/machine.h>
#include <arch/model/pairs/states.h>
#include <arch/model/suite/check.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <tests/engine/world.h>

#define BASIS 0xcbf29ce484222325ULL
#define PRIME 0x100000001b3ULL

/* The digest of the state that was reached last. */
static uint64_t digest;

static void add(uint64_t value)
{
	digest = (digest ^ value) * PRIME;
}

/* The numbers of stores are left out. */
static void add_content(const struct run *r, uint64_t word)
{
	uint64_t value = world_meaning(r, word);

	add(value < VALUE_NAMES ? 0 : value);
}

/* Of a slot of swap. */
static void add_slot(const struct run *r, uint64_t slot)
{
	static uint64_t block[FRAME_WORDS];

	if (!blkdev_read(swap_block(slot), block))
		add_content(r, block[0]);
}

/* The last owner of @page, by its role in the test. */
static uint64_t owner_of(const struct run *r, const struct page *page)
{
	if (page->owner == mm_owner(r->mm))
		return 1;
	return page->owner == mm_owner(r->mms[1]) ? 2 : 0;
}

static void add_page(const struct run *r, const struct page *page)
{
	add(page->kind);
	add((uint64_t)page->refcount << 32 | (uint32_t)page->mapcount);
	add((uint64_t)page->dirty | (uint64_t)page->uptodate << 1 | (uint64_t)page->lazyfree << 2 |
	    (uint64_t)(page->luf_key != LUF_KEY_NONE) << 3 | (uint64_t)(page->file != NULL) << 4 |
	    (uint64_t)(page->anon != NULL) << 5 | (uint64_t)(page->swap != 0) << 6 |
	    (uint64_t)page->exclusive << 7);
	add(owner_of(r, page));
	if (page->swap)
		add_slot(r, page->swap);
	if (page->kind != PAGE_FREE)
		add_content(r, *(const uint64_t *)page_va(page));
}

/* The frame that the entry of @mm at @va maps, or 0. */
static uint64_t add_entry(const struct run *r, struct mm *mm, uintptr_t va)
{
	const struct vma *vma = vma_find(mm, va);
	const pte_t *ptep = pte_lookup(mm, va);
	pte_t pte;

	add(vma ? vma->flags + 1 : 0);
	add(vma && vma->luf_ugen);
	if (!ptep)
		return 0;
	pte = pte_get(ptep);
	add(1 + (uint64_t)entry_kind(pte));
	add(pte_value(pte) & ~PTE_PFN_MASK);
	if (entry_kind(pte) == ENTRY_SWAP)
		add_slot(r, entry_value(pte));
	if (!entry_is_page(pte))
		return 0;
	add_page(r, pfn_to_page(pte_pfn(pte)));
	return pte_pfn(pte);
}

static void add_cached(const struct run *r)
{
	struct page *page = file_find_page(r->file[0], 0);

	add(page != NULL);
	if (!page)
		return;
	add_page(r, page);
	page_put(page);
}

static void add_tlb(const struct run *r, const struct cpu *cpu, uintptr_t va, uint64_t pfn)
{
	for (unsigned int i = 0; i < cpu->tlb.nr_leaves; i++) {
		const struct leaf *leaf = &cpu->tlb.leaves[i];

		if (leaf->page != va >> PAGE_SHIFT)
			continue;
		add(leaf->bits);
		add(leaf->frame + FIRST_PFN == pfn);
		add_page(r, pfn_to_page(leaf->frame + FIRST_PFN));
	}
	add(BASIS); /* the end of the list */
}

static void look_closely(struct run *r)
{
	uintptr_t at = pair_address(actors_pair, r);
	uint64_t pfn = add_entry(r, r->mm, at);

	(void)add_entry(r, r->mm, r->z);
	if (pair_has(actors_pair, CALL_FORK)) {
		(void)add_entry(r, r->mms[1], at);
		(void)add_entry(r, r->mms[1], r->z);
	}
	add_cached(r);
	add(swap_nr_used());
	add(page_nr_luf());
	add(r->file[0]->nr_pages);
	add(device_content(r, r->file[0], 0));
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		add_tlb(r, &cpus[cpu], at, pfn);
}

static void reach(struct run *r)
{
	actors_prefix(r);
	look_closely(r);
}

static void nothing(struct run *r)
{
	(void)r;
}

static void finish(struct run *r)
{
	release_page(NULL);
	(void)r;
}

/* The digest of the state that @pair's prefix leads to under @regime. */
static void visit(const struct pair *pair, const struct regime *regime)
{
	const struct litmus litmus = {
		.name = "pairs/state",
		.setup = actors_setup,
		.warm = { nothing, reach },
		.cpu = { nothing, nothing },
		.finish = finish,
		.outcomes = { { VERDICT_SOMETIMES, "reached", { 0 }, 0 } },
	};
	const struct config config = {
		.regime = *regime,
		.warm = 3,
		.asids = NR_ASIDS,
		.tlb = TLB_SETS,
	};
	const struct limits limits = { .executions = 1, .until = check_work() + 1 };
	struct finding finding = { .executions = 0 };

	actors_pair = pair;
	(void)check(&litmus, &config, &strategy_dpor, 0, 1, &limits, &finding);
}

static uint64_t digest_of(const struct pair *pair)
{
	digest = BASIS;
	visit(pair, &(struct regime){ flush_policies[0], LUF_TRACK_VMA, LUF_OWNER_SAME });
	visit(pair, &(struct regime){ &policy_luf, LUF_TRACK_PTE, LUF_OWNER_SAME });
	return digest;
}

static bool may_lead(enum pair_call call, enum page_kinds kind)
{
	/* ksm() needs a stable page from the setup, which would be another state; and a device can
	 * revoke a page only once. */
	return call != CALL_KSM && pair_calls[call].spec != SPEC_REVOKE &&
	       pair_calls[call].kinds & kind;
}

static bool is_known(const uint64_t *digests, unsigned int nr, uint64_t new)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (digests[i] == new)
			return true;
	}
	return false;
}

static void find_states(enum page_kinds kind, struct states *states)
{
	static uint64_t digests[STATES_MAX];
	struct pair pair = { .kind = kind };

	digests[0] = digest_of(&pair);
	states->of[states->nr++] = pair.prefix;
	states->tried = 1;
	for (unsigned int from = 0; from < states->nr; from++) {
		if (states->of[from].nr == CALLS_IN_A_ROW)
			return;
		for (unsigned int call = 0; call < NR_PAIR_CALLS; call++) {
			uint64_t new;

			if (!may_lead((enum pair_call)call, kind))
				continue;
			pair.prefix = states->of[from];
			pair.prefix.of[pair.prefix.nr++] = (uint8_t)call;
			new = digest_of(&pair);
			states->tried++;
			if (is_known(digests, states->nr, new))
				continue;
			HOST_BUG_ON(states->nr == STATES_MAX);
			digests[states->nr] = new;
			states->of[states->nr++] = pair.prefix;
		}
	}
}

const struct states *states_of(enum page_kinds kind)
{
	static struct states found[NR_PAGE_KINDS_OF_PAIRS];
	unsigned int i = (unsigned int)__builtin_ctz(kind);

	if (!found[i].nr)
		find_states(kind, &found[i]);
	return &found[i];
}
