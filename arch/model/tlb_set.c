/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeping the sets closed.  To find the entries of a table quickly, each frame that is
 * one has a map of its words that are not zero.
 */
#include <arch/cpu.h>
#include <string.h>
#include <arch/model/filler.h>
#include <arch/model/sched.h>
#include <arch/model/machine.h>
#include <arch/model/memory.h>
#include <arch/model/oracle.h>
#include <arch/model/tlb_set.h>

#define USER_ENTRIES 256 /* of a root: below the canonical hole */

/* Bits 51:30 of an entry must be 0: the machine has 30 physical-address bits. */
#define RESERVED_BITS 0x000fffffc0000000ULL

uint8_t frame_flags[NR_FRAMES];
uint32_t frame_owner[NR_FRAMES];

enum tlb_kind tlb_kind_in_use;

/* One bit a word, one byte a line. */
static union {
	uint8_t line[PAGE_SIZE / 64];
	uint64_t word[FRAME_WORDS / 64];
} filled[NR_FRAMES];

static uint8_t saved_flags[NR_FRAMES];
static uint32_t saved_owner[NR_FRAMES];

static uint8_t line_map(const uint64_t *words)
{
	uint8_t map = 0;

	for (unsigned int i = 0; i < 8; i++)
		map |= (uint8_t)((words[i] != 0) << i);
	return map;
}

void memory_line_restored(uint32_t frame, unsigned int line)
{
	if (frame_flags[frame] & FRAME_IS_TABLE)
		filled[frame].line[line] = line_map(frame_words(frame) + line * 8);
}

static void become_table(uint32_t frame)
{
	if (frame_flags[frame] & FRAME_IS_TABLE)
		return;
	frame_flags[frame] |= FRAME_IS_TABLE;
	for (unsigned int line = 0; line < PAGE_SIZE / 64; line++)
		filled[frame].line[line] = line_map(frame_words(frame) + line * 8);
}

static bool is_valid(pte_t entry)
{
	uint64_t pfn = pte_pfn(entry);

	return !(pte_value(entry) & RESERVED_BITS) && pfn >= FIRST_PFN &&
	       pfn < FIRST_PFN + NR_FRAMES;
}

/* Rights are the AND of W and U and the OR of NX over all levels (SDM vol. 3, 4.10.2.2). */
static uint8_t combine(uint8_t above, pte_t entry)
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

static struct leaf make_leaf(unsigned int pcid, uintptr_t va, unsigned int level, uint8_t bits,
			     pte_t entry)
{
	uint64_t v = pte_value(entry);

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

static bool same_leaf(const struct leaf *a, const struct leaf *b)
{
	return a->page == b->page && a->frame == b->frame && a->pcid == b->pcid &&
	       a->bits == b->bits && a->owner == b->owner;
}

static void add_leaf(struct cpu *cpu, struct leaf leaf)
{
	struct tlb_set *set = &cpu->tlb;

	leaf.owner = frame_owner[leaf.frame];
	leaf.added_at = interleaved ? event_index() + 1 : 0;
	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		if (same_leaf(&set->leaves[i], &leaf))
			return;
	}
	if (set->nr_leaves == MAX_LEAVES)
		execution_too_large("translations");
	frame_flags[leaf.frame] |= FRAME_IS_LEAF;
	set->leaves[set->nr_leaves++] = leaf;
}

static bool has_branch(const struct tlb_set *set, const struct branch *branch)
{
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		const struct branch *b = &set->branches[i];

		if (b->base == branch->base && b->table == branch->table &&
		    b->pcid == branch->pcid && b->level == branch->level && b->bits == branch->bits)
			return true;
	}
	return false;
}

/* How far closing goes: to all leaves, or to those of one page only. */
#define ALL_PAGES UINTPTR_MAX

static void close_table(struct cpu *cpu, const struct branch *at, uintptr_t only);

/* Take in entry @index of the table that @at leads to. */
static void close_entry(struct cpu *cpu, const struct branch *at, unsigned int index,
			uintptr_t only)
{
	pte_t entry = { .v = frame_words(at->table)[index] };
	uintptr_t va = at->base | (uintptr_t)index << (PAGE_SHIFT + 9 * at->level);
	bool is_leaf = at->level == 0 || (at->level == 1 && pte_leaf_large(entry));
	struct branch below;

	if (!pte_present(entry) || !is_valid(entry))
		return;
	if (is_leaf) {
		if (only == ALL_PAGES || (only ^ va) >> (PAGE_SHIFT + 9 * at->level) == 0)
			add_leaf(cpu, make_leaf(at->pcid, va, at->level, combine(at->bits, entry),
						entry));
		return;
	}
	below = (struct branch){
		.base = va,
		.table = (uint32_t)(pte_pfn(entry) - FIRST_PFN),
		.pcid = at->pcid,
		.level = (uint8_t)(at->level - 1),
		.bits = combine(at->bits, entry),
		.added_at = interleaved ? event_index() + 1 : 0,
	};
	if (has_branch(&cpu->tlb, &below))
		return;
	if (cpu->tlb.nr_branches == MAX_BRANCHES)
		execution_too_large("cached tables");
	become_table(below.table);
	cpu->tlb.branches[cpu->tlb.nr_branches++] = below;
	close_table(cpu, &below, only);
}

static void close_table(struct cpu *cpu, const struct branch *at, uintptr_t only)
{
	unsigned int words = at->level == TABLE_LEVELS - 1 ? USER_ENTRIES / 64 : FRAME_WORDS / 64;

	for (unsigned int word = 0; word < words; word++) {
		uint64_t map = filled[at->table].word[word];

		for (; map; map &= map - 1)
			close_entry(cpu, at, word * 64 + (unsigned int)__builtin_ctzll(map), only);
	}
}

static struct branch root_branch(const struct cpu *cpu)
{
	return (struct branch){
		.table = cpu->root,
		.pcid = (uint16_t)cpu->pcid,
		.level = TABLE_LEVELS - 1,
		.bits = LEAF_WRITE | LEAF_USER,
	};
}

static bool keeps_sets(void)
{
	return tlb_kind_in_use <= TLB_COLLAPSE;
}

static void close_root(struct cpu *cpu, uintptr_t only)
{
	struct branch root = root_branch(cpu);

	if (tlb_kind_in_use == TLB_EAGER)
		filler_look(cpu);
	if (cpu->root != NO_FRAME && keeps_sets())
		close_table(cpu, &root, only);
}

void tlb_set_close(struct cpu *cpu)
{
	struct branch root = root_branch(cpu);

	become_table(cpu->root);
	close_table(cpu, &root, ALL_PAGES);
}

static void word_changed_for(struct cpu *cpu, uint32_t frame, unsigned int index)
{
	struct branch root = root_branch(cpu);

	if (tlb_kind_in_use == TLB_EAGER)
		filler_look(cpu);
	if (cpu->root == NO_FRAME || !keeps_sets())
		return;
	if (cpu->root == frame && index < USER_ENTRIES)
		close_entry(cpu, &root, index, ALL_PAGES);
	for (unsigned int i = 0; i < cpu->tlb.nr_branches; i++) {
		struct branch at = cpu->tlb.branches[i];

		if (at.table == frame && at.pcid == cpu->pcid)
			close_entry(cpu, &at, index, ALL_PAGES);
	}
}

void tlb_word_changed(const void *at)
{
	uint32_t frame = memory_frame(at);
	unsigned int index = (unsigned int)((uintptr_t)at % PAGE_SIZE / sizeof(uint64_t));
	uint64_t bit = 1ULL << (index % 64);

	if (!(frame_flags[frame] & FRAME_IS_TABLE))
		return;
	if (frame_words(frame)[index])
		filled[frame].word[index / 64] |= bit;
	else
		filled[frame].word[index / 64] &= ~bit;
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		word_changed_for(&cpus[cpu], frame, index);
}

static void drop_branches(struct tlb_set *set, unsigned int pcid)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < set->nr_branches; i++) {
		if (set->branches[i].pcid != pcid)
			set->branches[kept++] = set->branches[i];
	}
	set->nr_branches = kept;
}

/* Drop the leaves of @pcid, global ones excepted. */
static void drop_leaves(struct tlb_set *set, unsigned int pcid)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		const struct leaf *leaf = &set->leaves[i];

		if (leaf->pcid != pcid || leaf->bits & LEAF_GLOBAL)
			set->leaves[kept++] = *leaf;
	}
	set->nr_leaves = kept;
}

static void drop_page(struct tlb_set *set, unsigned int pcid, uintptr_t va, bool globals)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		const struct leaf *leaf = &set->leaves[i];
		bool drop =
			leaf_matches(leaf, pcid, va) && (globals || !(leaf->bits & LEAF_GLOBAL));

		if (!drop)
			set->leaves[kept++] = *leaf;
	}
	set->nr_leaves = kept;
}

void tlb_set_use(enum tlb_kind wanted)
{
	tlb_kind_in_use = wanted;
}

void tlb_set_fill(unsigned int cpu, const struct leaf *leaf)
{
	struct cpu *c = &cpus[cpu];

	drop_page(&c->tlb, leaf->pcid, leaf->page << PAGE_SHIFT, true);
	add_leaf(c, *leaf);
}

void tlb_set_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush)
{
	struct cpu *c = &cpus[cpu];

	c->root = root;
	c->pcid = pcid;
	if (!noflush) {
		drop_leaves(&c->tlb, pcid);
		drop_branches(&c->tlb, pcid);
	}
	if (root != NO_FRAME)
		become_table(root);
	close_root(c, ALL_PAGES);
}

void tlb_set_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va)
{
	struct cpu *c = &cpus[cpu];

	drop_page(&c->tlb, pcid, va, pcid == c->pcid);
	drop_branches(&c->tlb, pcid);
	close_root(c, va);
}

void tlb_set_drop_pcid(unsigned int cpu, unsigned int pcid)
{
	struct cpu *c = &cpus[cpu];

	drop_leaves(&c->tlb, pcid);
	drop_branches(&c->tlb, pcid);
	close_root(c, ALL_PAGES);
}

void tlb_set_drop_all(unsigned int cpu)
{
	struct cpu *c = &cpus[cpu];

	c->tlb.nr_leaves = 0;
	c->tlb.nr_branches = 0;
	close_root(c, ALL_PAGES);
}

static bool branch_covers(const struct branch *branch, uintptr_t va)
{
	return (branch->base ^ va) >> (PAGE_SHIFT + 9 * (branch->level + 1)) == 0;
}

void tlb_set_fault(unsigned int cpu, uintptr_t va)
{
	struct cpu *c = &cpus[cpu];
	unsigned int kept = 0;

	drop_page(&c->tlb, c->pcid, va, true);
	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		const struct branch *branch = &c->tlb.branches[i];

		if (branch->pcid != c->pcid || !branch_covers(branch, va))
			c->tlb.branches[kept++] = *branch;
	}
	c->tlb.nr_branches = kept;
	close_root(c, va);
}

void tlb_set_collapse(unsigned int cpu, const struct leaf *leaf, uintptr_t va)
{
	struct cpu *c = &cpus[cpu];

	drop_page(&c->tlb, c->pcid, va, true);
	if (leaf)
		c->tlb.leaves[c->tlb.nr_leaves++] = *leaf;
	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		struct branch at = c->tlb.branches[i];

		if (at.pcid == c->pcid && branch_covers(&at, va))
			close_entry(c, &at, pte_index(va, at.level), va);
	}
}

static const void *path_word(const struct branch *branch, uintptr_t va)
{
	return &frame_words(branch->table)[pte_index(va, branch->level)];
}

unsigned int tlb_set_paths(unsigned int cpu, uintptr_t va, const void *words[MAX_PATHS])
{
	const struct cpu *c = &cpus[cpu];
	struct branch root = root_branch(c);
	unsigned int n = 0;

	if (c->root == NO_FRAME)
		return 0;
	words[n++] = path_word(&root, va);
	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		const struct branch *branch = &c->tlb.branches[i];

		if (branch->pcid != c->pcid || !branch_covers(branch, va))
			continue;
		if (n == MAX_PATHS)
			execution_too_large("paths to a page");
		words[n++] = path_word(branch, va);
	}
	return n;
}

bool tlb_set_leads_nowhere(unsigned int cpu, uintptr_t va)
{
	const struct cpu *c = &cpus[cpu];

	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		const struct branch *branch = &c->tlb.branches[i];
		pte_t entry = { .v = *(const uint64_t *)path_word(branch, va) };

		if (branch->pcid == c->pcid && branch_covers(branch, va) && !pte_present(entry))
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
		walk.reserved = !is_valid(walk.entry);
		if (walk.reserved)
			return walk;
		at.bits = combine(at.bits, walk.entry);
		if (at.level == 0 || (at.level == 1 && pte_leaf_large(walk.entry)))
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

void tlb_set_reset(void)
{
	memset(frame_flags, 0, sizeof(frame_flags));
	memset(frame_owner, 0, sizeof(frame_owner));
}

void tlb_set_save(void)
{
	memcpy(saved_flags, frame_flags, sizeof(frame_flags));
	memcpy(saved_owner, frame_owner, sizeof(frame_owner));
}

void tlb_set_restore(void)
{
	memcpy(frame_flags, saved_flags, sizeof(frame_flags));
	memcpy(frame_owner, saved_owner, sizeof(frame_owner));
}
