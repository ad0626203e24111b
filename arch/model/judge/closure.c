/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See closure.h.  This shares nothing with tlb_close.c, tlb_set.c and walk.c, not even the meaning
 * of an entry: it has no map of filled words, and no order in which things were added.
 */
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/host/host.h>
#include <arch/model/judge/closure.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/memory.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>

#define USER_HALF 256 /* entries of a root */

struct account {
	uint32_t root;
	unsigned int pcid;
	struct tlb_set holds;
};

static struct account accounts[MODEL_CPUS];
static struct account saved[MODEL_CPUS];
static bool wanted;

bool closure_in_use;

void closure_use(bool use)
{
	wanted = use;
}

static struct leaf *find_leaf(struct tlb_set *set, const struct leaf *leaf)
{
	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		struct leaf *l = &set->leaves[i];

		if (l->page == leaf->page && l->frame == leaf->frame && l->pcid == leaf->pcid &&
		    l->bits == leaf->bits && l->level == leaf->level)
			return l;
	}
	return NULL;
}

static struct branch *find_branch(struct tlb_set *set, const struct branch *branch)
{
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		struct branch *b = &set->branches[i];

		if (b->base == branch->base && b->table == branch->table &&
		    b->pcid == branch->pcid && b->level == branch->level && b->bits == branch->bits)
			return b;
	}
	return NULL;
}

/* Bit @n of @v, as bit @as. */
static uint8_t bit(uint64_t v, unsigned int n, uint8_t as)
{
	return v >> n & 1 ? as : 0;
}

/* The rights of @above that are left below an entry with value @v (SDM vol. 3, 4.6). */
uint8_t closure_rights(uint8_t above, uint64_t v)
{
	uint8_t both = bit(v, 1, LEAF_WRITE) | bit(v, 2, LEAF_USER);

	return (above & both & (LEAF_WRITE | LEAF_USER)) | (above & LEAF_NX) | bit(v, 63, LEAF_NX);
}

/* P is set, and the frame, from bit 12 on, is memory; if not, *@frame is not set. */
bool closure_leads_to(uint64_t v, uint32_t *frame)
{
	uint64_t pfn = (v & ~(1ULL << 63)) >> 12 & ((1ULL << 40) - 1);

	if (!(v & 1) || pfn - FIRST_PFN >= NR_FRAMES)
		return false;
	*frame = (uint32_t)(pfn - FIRST_PFN);
	return true;
}

static void take_leaf(struct tlb_set *set, const struct branch *at, uint64_t v, uint64_t va,
		      uint32_t frame)
{
	struct leaf leaf = {
		.page = va / 4096,
		.frame = frame,
		.pcid = at->pcid,
		.level = at->level,
		.bits = closure_rights(at->bits, v) | bit(v, 5, LEAF_YOUNG) |
			bit(v, 6, LEAF_DIRTY) | bit(v, 8, LEAF_GLOBAL) |
			(at->level ? LEAF_LARGE : 0),
		.doomed = at->doomed,
	};
	struct leaf *held = find_leaf(set, &leaf);

	if (held) {
		held->doomed &= at->doomed;
		return;
	}
	HOST_BUG_ON(set->nr_leaves == MAX_LEAVES);
	set->leaves[set->nr_leaves++] = leaf;
}

static void take_branch(struct tlb_set *set, const struct branch *at, uint64_t v, uint64_t va,
			uint32_t frame)
{
	struct branch below = {
		.base = va,
		.table = frame,
		.pcid = at->pcid,
		.level = at->level - 1,
		.bits = closure_rights(at->bits, v),
		.doomed = at->doomed,
	};
	struct branch *held = find_branch(set, &below);

	if (held) {
		held->doomed &= at->doomed;
		return;
	}
	HOST_BUG_ON(set->nr_branches == MAX_BRANCHES);
	set->branches[set->nr_branches++] = below;
}

/* All that the table at the end of @at leads to in one step.  PS is bit 7, at level 1. */
static void take_table(struct tlb_set *set, const struct branch *at)
{
	unsigned int entries = at->level == TABLE_LEVELS - 1 ? USER_HALF : FRAME_WORDS;

	for (unsigned int i = 0; i < entries; i++) {
		uint64_t v = frame_words(at->table)[i];
		uint64_t va = at->base + ((uint64_t)i << (12 + 9 * at->level));
		uint32_t frame;

		if (!closure_leads_to(v, &frame))
			continue;
		if (at->level == 0 || (at->level == 1 && v >> 7 & 1))
			take_leaf(set, at, v, va, frame);
		else
			take_branch(set, at, v, va, frame);
	}
}

/* How many branches a broadcast will end. */
static unsigned int doomed_branches(const struct tlb_set *set)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < set->nr_branches; i++)
		nr += (unsigned int)__builtin_popcount(set->branches[i].doomed);
	return nr;
}

/*
 * A new branch is added at the end, so the loop reaches it.  A branch that is no longer doomed may
 * be before the current one: then repeat.
 */
static void take_in(struct account *account)
{
	unsigned int doomed = doomed_branches(&account->holds);
	struct branch root = {
		.table = account->root,
		.pcid = (uint16_t)account->pcid,
		.level = TABLE_LEVELS - 1,
		.bits = LEAF_WRITE | LEAF_USER,
	};

	if (account->root == NO_FRAME)
		return;
	take_table(&account->holds, &root);
	for (unsigned int i = 0; i < account->holds.nr_branches; i++) {
		struct branch at = account->holds.branches[i];

		if (at.pcid == account->pcid)
			take_table(&account->holds, &at);
	}
	if (doomed_branches(&account->holds) < doomed)
		take_in(account);
}

enum what { PAGE, TAG, EVERYTHING };

/* Drop leaves of a page or a PCID; global ones only with @globals. */
static void forget_leaves(struct tlb_set *set, enum what what, unsigned int pcid, uintptr_t va,
			  bool globals)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		const struct leaf *leaf = &set->leaves[i];
		bool global = leaf->bits & LEAF_GLOBAL;
		bool same_page =
			leaf->page >> 9 * leaf->level == va >> (PAGE_SHIFT + 9 * leaf->level);
		bool goes = what == EVERYTHING || (global ? globals : leaf->pcid == pcid);

		if (goes && (what != PAGE || same_page))
			continue;
		set->leaves[kept++] = *leaf;
	}
	set->nr_leaves = kept;
}

/* Drop branches: those that lead to a page, those of a PCID, or all. */
static void forget_branches(struct tlb_set *set, enum what what, unsigned int pcid, uintptr_t va)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < set->nr_branches; i++) {
		const struct branch *b = &set->branches[i];
		unsigned int shift = 12 + 9 * (b->level + 1u); /* of the range of its table */
		bool goes = what == EVERYTHING ||
			    (b->pcid == pcid && (what != PAGE || b->base >> shift == va >> shift));

		if (!goes)
			set->branches[kept++] = *b;
	}
	set->nr_branches = kept;
}

void closure_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush)
{
	struct account *account = &accounts[cpu];

	account->root = root;
	account->pcid = pcid;
	if (!noflush)
		closure_drop_pcid(cpu, pcid);
	take_in(account);
}

/* All branches of the PCID go, not only those to the page (SDM vol. 3, 4.10.4.1). */
void closure_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va)
{
	struct account *account = &accounts[cpu];

	forget_leaves(&account->holds, PAGE, pcid, va, pcid == account->pcid);
	forget_branches(&account->holds, TAG, pcid, va);
	take_in(account);
}

void closure_drop_pcid(unsigned int cpu, unsigned int pcid)
{
	struct account *account = &accounts[cpu];

	forget_leaves(&account->holds, TAG, pcid, 0, false);
	forget_branches(&account->holds, TAG, pcid, 0);
	take_in(account);
}

void closure_drop_all(unsigned int cpu)
{
	struct account *account = &accounts[cpu];

	forget_leaves(&account->holds, EVERYTHING, 0, 0, true);
	forget_branches(&account->holds, EVERYTHING, 0, 0);
	take_in(account);
}

/* INVLPGB with only an address: in all PCIDs, global or not, and the tables that lead to it. */
void closure_doom(unsigned int by, uintptr_t va)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		struct tlb_set *set = &accounts[cpu].holds;

		for (unsigned int i = 0; i < set->nr_leaves; i++) {
			unsigned int shift = 9u * set->leaves[i].level;
			bool same = set->leaves[i].page >> shift == va >> (12 + shift);

			if (va == UINTPTR_MAX ? !(set->leaves[i].bits & LEAF_GLOBAL) : same)
				set->leaves[i].doomed |= (uint8_t)(1u << by);
		}
		for (unsigned int i = 0; i < set->nr_branches; i++) {
			unsigned int shift = 12 + 9 * (set->branches[i].level + 1u);

			if (va == UINTPTR_MAX || set->branches[i].base >> shift == va >> shift)
				set->branches[i].doomed |= (uint8_t)(1u << by);
		}
		take_in(&accounts[cpu]);
	}
}

void closure_end_doomed(unsigned int by)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		struct tlb_set *set = &accounts[cpu].holds;

		for (unsigned int i = set->nr_leaves; i-- > 0;) {
			if (set->leaves[i].doomed >> by & 1)
				set->leaves[i] = set->leaves[--set->nr_leaves];
		}
		for (unsigned int i = set->nr_branches; i-- > 0;) {
			if (set->branches[i].doomed >> by & 1)
				set->branches[i] = set->branches[--set->nr_branches];
		}
		take_in(&accounts[cpu]);
	}
}

void closure_fault(unsigned int cpu, uintptr_t va)
{
	struct account *account = &accounts[cpu];

	forget_leaves(&account->holds, PAGE, account->pcid, va, true);
	forget_branches(&account->holds, PAGE, account->pcid, va);
	take_in(account);
}

void closure_take_in(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		take_in(&accounts[cpu]);
}

/* Only one of the accounts has something: a violation. */
static void differs(unsigned int cpu, const char *who, const char *what, uintptr_t va,
		    uint32_t frame)
{
	if (!interleaved)
		host_refuse("closure: the sets differ before the race: a bug of the model's");
	execution_violates("closure", "only %s has it that CPU %u may hold %s va %lx, frame %x",
			   who, cpu, what, va, frame + FIRST_PFN);
}

static void expect_within(unsigned int cpu, const struct tlb_set *some, struct tlb_set *all,
			  const char *who)
{
	for (unsigned int i = 0; i < some->nr_leaves; i++) {
		const struct leaf *leaf = &some->leaves[i];
		const struct leaf *other = find_leaf(all, leaf);

		if (!other || other->doomed != leaf->doomed)
			differs(cpu, who, "a translation of", leaf->page << PAGE_SHIFT,
				leaf->frame);
	}
	for (unsigned int i = 0; i < some->nr_branches; i++) {
		const struct branch *branch = &some->branches[i];
		const struct branch *other = find_branch(all, branch);

		if (!other || other->doomed != branch->doomed)
			differs(cpu, who, "a table for", branch->base, branch->table);
	}
}

void closure_compare(void)
{
	closure_take_in();
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		expect_within(cpu, &accounts[cpu].holds, &cpus[cpu].tlb, "the slow account");
		expect_within(cpu, &cpus[cpu].tlb, &accounts[cpu].holds, "the set");
	}
}

const struct tlb_set *closure_holds(unsigned int cpu)
{
	return &accounts[cpu].holds;
}

/* The accounts can be compared only if the sets are closed, and no rule is left out. */
static bool is_comparable(void)
{
	return tlb_set_kind() == TLB_SETS && rule_holds(RULE_KEPT_ENTRIES) &&
	       rule_holds(RULE_SPECULATION) && rule_holds(RULE_UPPER_LEVELS);
}

void closure_start(void)
{
	closure_in_use = wanted && is_comparable();
	for (unsigned int cpu = 0; cpu < MODEL_CPUS; cpu++) {
		accounts[cpu].root = NO_FRAME;
		accounts[cpu].pcid = 0;
		accounts[cpu].holds.nr_leaves = 0;
		accounts[cpu].holds.nr_branches = 0;
	}
}

void closure_save(void)
{
	if (!closure_in_use)
		return;
	closure_compare();
	memcpy(saved, accounts, nr_cpus * sizeof(saved[0]));
}

void closure_restore(void)
{
	if (closure_in_use)
		memcpy(accounts, saved, nr_cpus * sizeof(saved[0]));
}
