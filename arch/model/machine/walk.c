/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading page-table entries, and walking them.  See walk.h.
 */
#include <arch/cpu.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/memory.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/walk.h>

bool entry_is_valid(pte_t entry)
{
	uint64_t pfn = pte_pfn(entry);

	return pfn >= FIRST_PFN && pfn < FIRST_PFN + NR_FRAMES;
}

uint8_t combine_rights(uint8_t above, pte_t entry)
{
	uint64_t v = pte_value(entry);
	unsigned int bits = above & LEAF_NX;

	if (v & PTE_WRITE)
		bits |= above & LEAF_WRITE;
	if (v & PTE_USER)
		bits |= above & LEAF_USER;
	if (v & PTE_NX)
		bits |= LEAF_NX;
	return (uint8_t)bits;
}

struct leaf make_leaf(unsigned int pcid, uintptr_t va, unsigned int level, uint8_t bits,
		      pte_t entry)
{
	uint64_t v = pte_value(entry);

	if (v & PTE_ACCESSED)
		bits |= LEAF_YOUNG;
	if (v & PTE_DIRTY)
		bits |= LEAF_DIRTY;
	if (v & PTE_GLOBAL)
		bits |= LEAF_GLOBAL;
	if (level)
		bits |= LEAF_LARGE;
	return (struct leaf){
		.page = va >> PAGE_SHIFT,
		.frame = (uint32_t)(pte_pfn(entry) - FIRST_PFN),
		.pcid = (uint16_t)pcid,
		.bits = bits,
		.level = (uint8_t)level,
	};
}

bool leaf_matches(const struct leaf *leaf, unsigned int pcid, uintptr_t va)
{
	return (leaf->page ^ va >> PAGE_SHIFT) >> (9 * leaf->level) == 0 &&
	       (leaf->pcid == pcid || leaf->bits & LEAF_GLOBAL);
}

struct branch root_branch(const struct cpu *cpu)
{
	return (struct branch){
		.table = cpu->root,
		.pcid = (uint16_t)cpu->pcid,
		.level = TABLE_LEVELS - 1,
		.bits = LEAF_WRITE | LEAF_USER,
	};
}

bool entry_is_leaf(pte_t entry, unsigned int level)
{
	return level < 2 && pte_is_leaf(entry, level);
}

struct branch branch_below(const struct branch *at, pte_t entry, uintptr_t va)
{
	return (struct branch){
		.base = va,
		.table = (uint32_t)(pte_pfn(entry) - FIRST_PFN),
		.pcid = at->pcid,
		.level = (uint8_t)(at->level - 1),
		.bits = combine_rights(at->bits, entry),
		.doomed = at->doomed,
		.added_at = interleaved ? event_index() + 1 : 0,
	};
}

bool branch_covers(const struct branch *branch, uintptr_t va)
{
	return (branch->base ^ va) >> (PAGE_SHIFT + 9 * (branch->level + 1)) == 0;
}

static const void *path_word(const struct branch *branch, uintptr_t va)
{
	return &frame_words(branch->table)[pte_index(va, branch->level)];
}

struct words {
	unsigned int nr;
	const void **at;
};

static void add_word(struct words *words, const void *word)
{
	for (unsigned int i = 0; i < words->nr; i++) {
		if (words->at[i] == word)
			return;
	}
	if (words->nr == MAX_PATHS)
		execution_too_large("paths to a page");
	words->at[words->nr++] = word;
}

unsigned int tlb_set_paths(unsigned int cpu, uintptr_t va, const void *at[MAX_PATHS])
{
	const struct cpu *c = &cpus[cpu];
	struct branch from = root_branch(c);
	struct words words = { .at = at };

	if (c->root == NO_FRAME)
		return 0;
	for (;;) {
		const pte_t *ptep = path_word(&from, va);

		add_word(&words, ptep);
		if (!pte_present(*ptep) || !entry_is_valid(*ptep) ||
		    entry_is_leaf(*ptep, from.level))
			break;
		from = branch_below(&from, *ptep, va);
	}
	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		const struct branch *branch = &c->tlb.branches[i];

		if (branch->pcid == c->pcid && branch_covers(branch, va))
			add_word(&words, path_word(branch, va));
	}
	return words.nr;
}

bool tlb_set_leads_nowhere(unsigned int cpu, uintptr_t va)
{
	const struct cpu *c = &cpus[cpu];

	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		const struct branch *branch = &c->tlb.branches[i];
		pte_t entry = { .v = *(const uint64_t *)path_word(branch, va) };

		if (branch->pcid == c->pcid && branch_covers(branch, va) &&
		    (!pte_present(entry) || !entry_is_valid(entry)))
			return true;
	}
	return false;
}

struct walk tlb_walk(unsigned int cpu, uintptr_t va)
{
	const struct cpu *c = &cpus[cpu];
	struct branch at = root_branch(c);
	struct walk walk = { .mapped = false };

	if (c->root == NO_FRAME)
		return walk;
	for (;;) {
		walk.ptep = (pte_t *)&frame_words(at.table)[pte_index(va, at.level)];
		walk.entry = *walk.ptep;
		if (!pte_present(walk.entry))
			return walk;
		walk.reserved = !entry_is_valid(walk.entry);
		if (walk.reserved)
			return walk;
		at.bits = combine_rights(at.bits, walk.entry);
		if (entry_is_leaf(walk.entry, at.level))
			break;
		at.table = (uint32_t)(pte_pfn(walk.entry) - FIRST_PFN);
		at.level--;
	}
	walk.mapped = true;
	walk.leaf =
		make_leaf(c->pcid, va & ~(pte_span(at.level) - 1), at.level, at.bits, walk.entry);
	walk.leaf.owner = frame_owner[walk.leaf.frame];
	return walk;
}

struct walk tlb_walk_from(const struct branch *from, uintptr_t va)
{
	struct walk walk = {
		.ptep = (pte_t *)&frame_words(from->table)[pte_index(va, from->level)],
	};

	walk.entry = *walk.ptep;
	if (!pte_present(walk.entry) || !entry_is_valid(walk.entry) ||
	    !entry_is_leaf(walk.entry, from->level))
		return walk;
	walk.mapped = true;
	walk.leaf = make_leaf(from->pcid, va & ~(pte_span(from->level) - 1), from->level,
			      combine_rights(from->bits, walk.entry), walk.entry);
	walk.leaf.doomed = from->doomed;
	walk.leaf.owner = frame_owner[walk.leaf.frame];
	return walk;
}
