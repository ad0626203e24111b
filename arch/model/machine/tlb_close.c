/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeping the sets closed.  To find the entries of a table quickly, each table's frame has a map of
 * its words that are not zero.
 */
#include <arch/cpu.h>
#include <arch/model/machine/filler.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/memory.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>
#include <arch/model/machine/walk.h>
#include <arch/model/machine/young.h>

#define USER_ENTRIES 256 /* entries of a root below the canonical hole */

/* One bit a word, one byte a line. */
static union {
	uint8_t line[PAGE_SIZE / 64];
	uint64_t word[FRAME_WORDS / 64];
} filled[NR_FRAMES];

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

void become_table(uint32_t frame)
{
	if (frame_flags[frame] & FRAME_IS_TABLE)
		return;
	frame_flags[frame] |= FRAME_IS_TABLE;
	for (unsigned int line = 0; line < PAGE_SIZE / 64; line++)
		filled[frame].line[line] = line_map(frame_words(frame) + line * 8);
}

static bool same_leaf(const struct leaf *a, const struct leaf *b)
{
	return a->page == b->page && a->frame == b->frame && a->pcid == b->pcid &&
	       a->bits == b->bits && a->owner == b->owner;
}

void add_leaf(struct cpu *cpu, struct leaf leaf)
{
	struct tlb_set *set = &cpu->tlb;

	leaf.owner = frame_owner[leaf.frame];
	leaf.added_at = interleaved ? event_index() + 1 : 0;
	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		if (!same_leaf(&set->leaves[i], &leaf))
			continue;
		set->leaves[i].doomed &= leaf.doomed;
		return;
	}
	if (set->nr_leaves == MAX_LEAVES)
		execution_too_large("translations");
	frame_flags[leaf.frame] |= FRAME_IS_LEAF;
	set->leaves[set->nr_leaves++] = leaf;
}

static struct branch *find_branch(struct tlb_set *set, const struct branch *branch)
{
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		struct branch *b = &set->branches[i];

		if (b->base == branch->base && b->table == branch->table &&
		    b->pcid == branch->pcid && b->level == branch->level &&
		    b->bits == branch->bits && b->owner == branch->owner)
			return b;
	}
	return NULL;
}

/* False: the set has it already, and no more doomed than this one. */
static bool add_branch(struct cpu *cpu, struct branch *branch)
{
	struct branch *held;
	bool saved;

	branch->owner = frame_owner[branch->table];
	held = find_branch(&cpu->tlb, branch);
	if (held) {
		saved = held->doomed & ~branch->doomed;
		held->doomed &= branch->doomed;
		return saved;
	}
	if (cpu->tlb.nr_branches == MAX_BRANCHES)
		execution_too_large("cached tables");
	become_table(branch->table);
	cpu->tlb.branches[cpu->tlb.nr_branches++] = *branch;
	return true;
}

static void close_table(struct cpu *cpu, const struct branch *at, uintptr_t only);

/* Add entry @index of the table that @at leads to. */
static void close_entry(struct cpu *cpu, const struct branch *at, unsigned int index,
			uintptr_t only)
{
	pte_t entry = { .v = frame_words(at->table)[index] };
	uintptr_t va = at->base | (uintptr_t)index << (PAGE_SHIFT + 9 * at->level);
	struct branch below;
	struct leaf leaf;

	if (!pte_present(entry) || !entry_is_valid(entry))
		return;
	if (entry_is_leaf(entry, at->level)) {
		if (!pte_young(entry))
			young_note(&frame_words(at->table)[index]);
		leaf = make_leaf(at->pcid, va, at->level, combine_rights(at->bits, entry), entry);
		leaf.doomed = at->doomed;
		if (only == ALL_PAGES || (only ^ va) >> (PAGE_SHIFT + 9 * at->level) == 0)
			add_leaf(cpu, leaf);
		return;
	}
	below = branch_below(at, entry, va);
	if (!add_branch(cpu, &below))
		return;
	/* The event reads the table: earlier stores are added, overwritten entries are not. */
	if (interleaved && trace_is_open())
		event_touch(object_frame(below.table), MODE_READ);
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

/* Is all that can be walked added without an access? */
static bool is_closed(void)
{
	return tlb_kind_in_use <= TLB_COLLAPSE && rule_holds(RULE_KEPT_ENTRIES) &&
	       rule_holds(RULE_SPECULATION);
}

/*
 * Is all that can be walked looked at, even if it is not added?  Speculation may add it later; and
 * the frames that an access may reach must be known, because accesses to their content are events.
 */
static bool is_looked_at(void)
{
	return tlb_kind_in_use <= TLB_EAGER && !is_closed();
}

void tlb_look_anew(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus && is_looked_at(); cpu++)
		filler_look(&cpus[cpu]);
}

void close_root(struct cpu *cpu, uintptr_t only)
{
	struct branch root = root_branch(cpu);

	if (is_looked_at())
		filler_look(cpu);
	if (cpu->root != NO_FRAME && is_closed())
		close_table(cpu, &root, only);
}

void close_kept(struct cpu *cpu)
{
	if (!is_closed())
		return;
	for (unsigned int i = 0; i < cpu->tlb.nr_branches; i++) {
		struct branch at = cpu->tlb.branches[i];

		if (at.pcid == cpu->pcid)
			close_table(cpu, &at, ALL_PAGES);
	}
}

void hold_walk(struct cpu *cpu, const struct leaf *leaf, bool from_root)
{
	uintptr_t va = leaf->page << PAGE_SHIFT;
	struct branch at = root_branch(cpu);

	if (!rule_holds(RULE_KEPT_ENTRIES))
		return;
	add_leaf(cpu, *leaf);
	while (from_root && at.level > leaf->level && rule_holds(RULE_UPPER_LEVELS)) {
		pte_t entry = { .v = frame_words(at.table)[pte_index(va, at.level)] };

		at = branch_below(&at, entry, va & ~(pte_span(at.level) - 1));
		if (at.level >= leaf->level)
			(void)add_branch(cpu, &at);
	}
}

void close_page(struct cpu *cpu, uintptr_t va)
{
	if (!is_closed())
		return;
	for (unsigned int i = 0; i < cpu->tlb.nr_branches; i++) {
		struct branch at = cpu->tlb.branches[i];

		if (at.pcid == cpu->pcid && branch_covers(&at, va))
			close_entry(cpu, &at, pte_index(va, at.level), va);
	}
}

void tlb_set_close(struct cpu *cpu)
{
	struct branch root = root_branch(cpu);

	become_table(cpu->root);
	close_table(cpu, &root, ALL_PAGES);
}

void tlb_set_close_held(struct cpu *cpu, const struct tlb_set *held)
{
	for (unsigned int i = 0; i < held->nr_branches; i++) {
		if (held->branches[i].pcid == cpu->pcid)
			close_table(cpu, &held->branches[i], ALL_PAGES);
	}
}

static bool holds_table(const struct cpu *cpu, uint32_t table)
{
	for (unsigned int i = 0; i < cpu->tlb.nr_branches; i++) {
		if (cpu->tlb.branches[i].pcid == cpu->pcid && cpu->tlb.branches[i].table == table)
			return true;
	}
	return false;
}

void tables_note(struct tables *tables, const struct cpu *cpu)
{
	tables->nr = 0;
	for (unsigned int i = 0; i < cpu->tlb.nr_branches; i++) {
		if (cpu->tlb.branches[i].pcid == cpu->pcid)
			tables->table[tables->nr++] = cpu->tlb.branches[i].table;
	}
}

void tables_let_go(const struct tables *tables, const struct cpu *cpu)
{
	for (unsigned int i = 0; i < tables->nr && interleaved && trace_is_open(); i++) {
		if (!holds_table(cpu, tables->table[i]))
			event_touch(object_frame(tables->table[i]), MODE_READ);
	}
}

/* Without paging-structure caches the CPU no longer holds what was unlinked. */
static void close_anew(struct cpu *cpu, const struct branch *root)
{
	struct tables held;

	tables_note(&held, cpu);
	cpu->tlb.nr_branches = 0;
	close_table(cpu, root, ALL_PAGES);
	tables_let_go(&held, cpu);
}

static void word_changed_for(struct cpu *cpu, uint32_t frame, unsigned int index)
{
	struct branch root = root_branch(cpu);

	if (is_looked_at())
		filler_look(cpu);
	if (cpu->root == NO_FRAME || !is_closed())
		return;
	if (!rule_holds(RULE_UPPER_LEVELS)) {
		close_anew(cpu, &root);
		return;
	}
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
	young_forget(at);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		word_changed_for(&cpus[cpu], frame, index);
	if (closure_in_use)
		closure_take_in();
}
