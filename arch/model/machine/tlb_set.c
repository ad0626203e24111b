/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What instructions, faults and accesses do to the sets.
 */
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/memory.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/tlb_close.h>
#include <arch/model/machine/tlb_set.h>
#include <arch/model/machine/walk.h>
#include <arch/model/machine/young.h>

uint8_t frame_flags[NR_FRAMES];
uint32_t frame_owner[NR_FRAMES];

enum tlb_kind tlb_kind_in_use;

static uint8_t saved_flags[NR_FRAMES];
static uint32_t saved_owner[NR_FRAMES];

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

void tlb_set_fill_branch(unsigned int cpu, const struct branch *branch)
{
	struct tlb_set *set = &cpus[cpu].tlb;
	unsigned int kept = 0;

	for (unsigned int i = 0; i < set->nr_branches; i++) {
		const struct branch *other = &set->branches[i];

		if (other->pcid != branch->pcid || other->level != branch->level ||
		    other->base != branch->base)
			set->branches[kept++] = *other;
	}
	HOST_BUG_ON(kept == MAX_BRANCHES);
	set->branches[kept] = *branch;
	set->branches[kept].added_at = event_index() + 1;
	set->nr_branches = kept + 1;
}

void tlb_set_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush)
{
	struct cpu *c = &cpus[cpu];

	if (closure_in_use)
		closure_load_root(cpu, root, pcid, noflush);
	c->root = root;
	c->pcid = pcid;
	if (!noflush) {
		drop_leaves(&c->tlb, pcid);
		drop_branches(&c->tlb, pcid);
	}
	if (!rule_holds(RULE_UPPER_LEVELS))
		c->tlb.nr_branches = 0;
	if (root != NO_FRAME)
		become_table(root);
	close_root(c, ALL_PAGES);
	if (noflush)
		close_kept(c);
}

void tlb_set_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va)
{
	struct cpu *c = &cpus[cpu];

	if (closure_in_use)
		closure_drop_page(cpu, pcid, va);
	drop_page(&c->tlb, pcid, va, pcid == c->pcid);
	drop_branches(&c->tlb, pcid);
	close_root(c, va);
}

void tlb_set_drop_pcid(unsigned int cpu, unsigned int pcid)
{
	struct cpu *c = &cpus[cpu];

	if (closure_in_use)
		closure_drop_pcid(cpu, pcid);
	drop_leaves(&c->tlb, pcid);
	drop_branches(&c->tlb, pcid);
	close_root(c, ALL_PAGES);
}

void tlb_set_drop_all(unsigned int cpu)
{
	struct cpu *c = &cpus[cpu];

	if (closure_in_use)
		closure_drop_all(cpu);
	c->tlb.nr_leaves = 0;
	c->tlb.nr_branches = 0;
	close_root(c, ALL_PAGES);
}

static void doom(struct tlb_set *set, uint8_t by, uintptr_t va)
{
	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		struct leaf *leaf = &set->leaves[i];

		if (va == ALL_PAGES ? !(leaf->bits & LEAF_GLOBAL) :
				      leaf_matches(leaf, leaf->pcid, va))
			leaf->doomed |= by;
	}
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		struct branch *branch = &set->branches[i];

		if (va == ALL_PAGES || branch_covers(branch, va))
			branch->doomed |= by;
	}
}

void tlb_set_doom(unsigned int by, uintptr_t va)
{
	if (closure_in_use)
		closure_doom(by, va);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		doom(&cpus[cpu].tlb, (uint8_t)(1u << by), va);
		close_root(&cpus[cpu], va);
	}
}

static void end_doomed(struct tlb_set *set, uint8_t by)
{
	unsigned int leaves = 0;
	unsigned int branches = 0;

	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		if (!(set->leaves[i].doomed & by))
			set->leaves[leaves++] = set->leaves[i];
	}
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		if (!(set->branches[i].doomed & by))
			set->branches[branches++] = set->branches[i];
	}
	set->nr_leaves = leaves;
	set->nr_branches = branches;
}

void tlb_set_end_doomed(unsigned int by)
{
	if (closure_in_use)
		closure_end_doomed(by);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		end_doomed(&cpus[cpu].tlb, (uint8_t)(1u << by));
		close_root(&cpus[cpu], ALL_PAGES);
	}
}

void tlb_set_fault(unsigned int cpu, uintptr_t va)
{
	struct cpu *c = &cpus[cpu];
	struct tables held;
	unsigned int kept = 0;

	tables_note(&held, c);
	if (closure_in_use)
		closure_fault(cpu, va);
	drop_page(&c->tlb, c->pcid, va, true);
	for (unsigned int i = 0; i < c->tlb.nr_branches; i++) {
		const struct branch *branch = &c->tlb.branches[i];

		if (branch->pcid != c->pcid || !branch_covers(branch, va))
			c->tlb.branches[kept++] = *branch;
	}
	c->tlb.nr_branches = kept;
	close_root(c, va);
	tables_let_go(&held, c);
}

void tlb_set_collapse(unsigned int cpu, const struct leaf *leaf, uintptr_t va)
{
	struct cpu *c = &cpus[cpu];

	drop_page(&c->tlb, c->pcid, va, true);
	if (leaf)
		c->tlb.leaves[c->tlb.nr_leaves++] = *leaf;
	close_page(c, va);
}

void tlb_set_reset(void)
{
	memset(frame_flags, 0, sizeof(frame_flags));
	memset(frame_owner, 0, sizeof(frame_owner));
	young_reset();
}

void tlb_set_save(void)
{
	memcpy(saved_flags, frame_flags, sizeof(frame_flags));
	memcpy(saved_owner, frame_owner, sizeof(frame_owner));
	young_save();
}

void tlb_set_restore(void)
{
	memcpy(frame_flags, saved_flags, sizeof(frame_flags));
	memcpy(frame_owner, saved_owner, sizeof(frame_owner));
	young_restore();
}
