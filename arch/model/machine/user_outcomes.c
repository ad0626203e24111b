/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See user_outcomes.h.  An access may use each translation that its CPU may hold, and the walk of
 * now; two that nobody can tell from each other are one outcome.
 */
#include <arch/cpu.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/user_outcomes.h>

bool leaf_permits(const struct leaf *leaf, enum access access)
{
	if (!(leaf->bits & LEAF_USER))
		return false;
	if (access == EXEC)
		return !(leaf->bits & LEAF_NX);
	return access == LOAD || leaf->bits & LEAF_WRITE;
}

/* Does an entry that an access fetches replace the one that was held? */
static bool entries_are_replaced(void)
{
	return tlb_set_kind() == TLB_COLLAPSE || tlb_set_kind() == TLB_EAGER;
}

bool sets_depend_on_accesses(void)
{
	return entries_are_replaced() || !rule_holds(RULE_SPECULATION);
}

static bool same_use(const struct leaf *a, const struct leaf *b)
{
	return a->frame == b->frame && (!entries_are_replaced() || a->bits == b->bits);
}

static void add_outcome(struct outcomes *outcomes, const struct outcome *outcome)
{
	if (outcomes->nr == MAX_OUTCOMES)
		execution_too_large("outcomes of a user access");
	outcomes->of[outcomes->nr++] = *outcome;
}

/* Add an outcome, unless it is the same as one that is there. */
static void may_come_to(struct outcomes *outcomes, enum how how, const struct leaf *leaf)
{
	for (unsigned int i = 0; i < outcomes->nr; i++) {
		const struct outcome *other = &outcomes->of[i];

		if (how == FAULTS ? other->how == FAULTS :
				    other->how == how && same_use(&other->leaf, leaf))
			return;
	}
	add_outcome(outcomes, &(struct outcome){ .how = how, .leaf = *leaf });
}

/* A store through an entry without D walks anew, to set it. */
static bool sets_dirty_anew(const struct leaf *leaf, const struct walk *walk)
{
	bool cleared = walk->mapped && walk->leaf.frame == leaf->frame && !pte_dirty(walk->entry);

	return !(leaf->bits & LEAF_DIRTY) || (cleared && !rule_holds(RULE_KEPT_DIRTY));
}

/* An entry that was fetched without A sets it now, by the same walk. */
static bool sets_young_anew(const struct leaf *leaf, const struct walk *walk)
{
	return walk->leaf.frame == leaf->frame && !(leaf->bits & LEAF_YOUNG) &&
	       !pte_young(walk->entry);
}

static void entries_outcomes(struct outcomes *outcomes, uintptr_t va, enum access access,
			     const struct walk *walk)
{
	const struct cpu *cpu = &cpus[current_cpu];
	bool walk_permits = walk->mapped && leaf_permits(&walk->leaf, access);

	for (unsigned int i = 0; i < cpu->tlb.nr_leaves; i++) {
		const struct leaf *leaf = &cpu->tlb.leaves[i];
		bool differs = !walk_permits || !same_use(leaf, &walk->leaf);

		if (!leaf_matches(leaf, cpu->pcid, va))
			continue;
		if (!leaf_permits(leaf, access)) {
			/* A spurious fault is allowed here (SDM vol. 3, 4.10.4.3). */
			if (walk_permits && rule_holds(RULE_LATE_RIGHTS))
				may_come_to(outcomes, FAULTS, leaf);
			continue;
		}
		if (access == STORE && sets_dirty_anew(leaf, walk))
			continue;
		if (walk_permits && sets_young_anew(leaf, walk))
			continue;
		/* Through a leaf with D a store sets neither D nor A. */
		differs |= access == STORE && !pte_dirty(walk->entry);
		differs |= !pte_young(walk->entry);
		if (differs)
			may_come_to(outcomes, BY_ENTRY, leaf);
	}
}

/* An emulator always uses the entry that it has. */
static bool uses_entry(struct outcomes *outcomes, uintptr_t va, enum access access)
{
	const struct cpu *cpu = &cpus[current_cpu];

	for (unsigned int i = 0; i < cpu->tlb.nr_leaves; i++) {
		const struct leaf *leaf = &cpu->tlb.leaves[i];

		if (!leaf_matches(leaf, cpu->pcid, va) || !leaf_permits(leaf, access) ||
		    (access == STORE && !(leaf->bits & LEAF_DIRTY)))
			continue;
		may_come_to(outcomes, BY_ENTRY, leaf);
		return true;
	}
	return false;
}

/* A walk from a held table may end where nothing is mapped now (SDM vol. 3, 4.10.3.2). */
static void branches_outcomes(struct outcomes *outcomes, uintptr_t va, const struct walk *walk)
{
	if (tlb_set_leads_nowhere(current_cpu, va))
		may_come_to(outcomes, FAULTS, &walk->leaf);
}

uint64_t bits_to_set(const struct walk *walk, enum access access)
{
	uint64_t wanted = PTE_ACCESSED | (access == STORE ? PTE_DIRTY : 0);

	return wanted & ~pte_value(walk->entry);
}

static bool walks_alike(const struct outcomes *outcomes, const struct walk *walk)
{
	for (unsigned int i = 0; i < outcomes->nr; i++) {
		const struct outcome *other = &outcomes->of[i];

		if (other->how == BY_TABLE && other->walk.ptep == walk->ptep)
			return true;
	}
	return false;
}

/*
 * A walk from a table that was unlinked sets A and D there, whatever the frame is used for now (SDM
 * vol. 3, 4.10.3.2 and 4.8).  So does a walk through a cached upper entry whose rights the tables
 * no longer give.  If it sets nothing, the set already has the entry that it finds.
 */
static void tables_outcomes(struct outcomes *outcomes, uintptr_t va, enum access access,
			    const struct walk *walk)
{
	const struct cpu *cpu = &cpus[current_cpu];
	bool walk_permits = walk->mapped && leaf_permits(&walk->leaf, access);

	for (unsigned int i = 0; i < cpu->tlb.nr_branches; i++) {
		const struct branch *branch = &cpu->tlb.branches[i];
		struct walk other;

		if (branch->pcid != cpu->pcid || !branch_covers(branch, va))
			continue;
		other = tlb_walk_from(branch, va);
		if (!other.mapped || !leaf_permits(&other.leaf, access) ||
		    !bits_to_set(&other, access) || walks_alike(outcomes, &other) ||
		    (walk_permits && other.ptep == walk->ptep))
			continue;
		add_outcome(outcomes, &(struct outcome){ BY_TABLE, other.leaf, other });
	}
}

void find_outcomes(struct outcomes *outcomes, uintptr_t va, enum access access,
		   const struct walk *walk)
{
	outcomes->nr = 0;
	if (tlb_set_kind() == TLB_DEMAND && uses_entry(outcomes, va, access))
		return;
	if (walk->mapped && leaf_permits(&walk->leaf, access))
		may_come_to(outcomes, BY_WALK, &walk->leaf);
	else
		may_come_to(outcomes, FAULTS, &walk->leaf);
	outcomes->of[0].walk = *walk;
	entries_outcomes(outcomes, va, access, walk);
	tables_outcomes(outcomes, va, access, walk);
	branches_outcomes(outcomes, va, walk);
}
