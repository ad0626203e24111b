/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See filler.h.  What can be walked is a set that is made anew after each store to a table.
 */
#include <arch/cpu.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/filler.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>

static struct cpu walkable[MODEL_CPUS];
static struct tables tables[MODEL_CPUS]; /* on the way; upper levels may be held or not */

/* How many of them start from the root: the first ones.  The others start from held tables. */
static unsigned int leaves_from_root[MODEL_CPUS];
static unsigned int branches_from_root[MODEL_CPUS];

void filler_look(const struct cpu *cpu)
{
	struct cpu *walks = &walkable[cpu - cpus];
	struct tables *walked = &tables[cpu - cpus];

	walks->root = cpu->root;
	walks->pcid = cpu->pcid;
	walks->tlb.nr_leaves = 0;
	walks->tlb.nr_branches = 0;
	if (cpu->root != NO_FRAME) {
		tlb_set_close(walks);
		leaves_from_root[cpu - cpus] = walks->tlb.nr_leaves;
		branches_from_root[cpu - cpus] = walks->tlb.nr_branches;
		tlb_set_close_held(walks, &cpu->tlb);
	}
	tables_let_go(walked, walks);
	tables_note(walked, walks);
	if (!rule_holds(RULE_UPPER_LEVELS))
		walks->tlb.nr_branches = 0;
}

static bool has(const struct tlb_set *set, const struct leaf *leaf)
{
	for (unsigned int i = 0; i < set->nr_leaves; i++) {
		const struct leaf *other = &set->leaves[i];

		if (other->page == leaf->page && other->frame == leaf->frame &&
		    other->pcid == leaf->pcid && other->bits == leaf->bits)
			return true;
	}
	return false;
}

static bool has_branch(const struct tlb_set *set, const struct branch *branch)
{
	for (unsigned int i = 0; i < set->nr_branches; i++) {
		const struct branch *other = &set->branches[i];

		if (other->base == branch->base && other->table == branch->table &&
		    other->pcid == branch->pcid && other->level == branch->level &&
		    other->bits == branch->bits)
			return true;
	}
	return false;
}

/* The @n-th fill of @cpu that is worth trying; without leaf and table: there are no more. */
static struct fill nth_fill(unsigned int cpu, unsigned int n)
{
	const struct tlb_set *walks = &walkable[cpu].tlb;
	const struct tlb_set *held = &cpus[cpu].tlb;

	for (unsigned int i = 0; i < walks->nr_leaves; i++) {
		struct fill fill = { &walks->leaves[i], NULL, i < leaves_from_root[cpu] };

		if (!has(held, fill.leaf) && filler_may_end(cpu, &fill, walks) && n-- == 0)
			return fill;
	}
	for (unsigned int i = 0; i < walks->nr_branches; i++) {
		struct fill fill = { NULL, &walks->branches[i], i < branches_from_root[cpu] };

		if (!has_branch(held, fill.branch) && filler_may_end(cpu, &fill, walks) && n-- == 0)
			return fill;
	}
	return (struct fill){ NULL, NULL, false };
}

static unsigned int nr_fills(unsigned int cpu)
{
	unsigned int n = 0;

	for (struct fill fill = nth_fill(cpu, 0); fill.leaf || fill.branch; fill = nth_fill(cpu, n))
		n++;
	return n;
}

threads_t filler_enabled(void)
{
	threads_t mask = 0;

	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		struct fill first = nth_fill(cpu, 0);

		if (!threads[program_of(cpu)].done && (first.leaf || first.branch))
			mask |= 1ULL << filler_of(cpu);
	}
	return mask;
}

void filler_fill(unsigned int cpu)
{
	unsigned int n = nr_fills(cpu);
	unsigned int chosen = n > 1 ? explorer->choose(event_index(), n) : 0;
	struct fill fill = nth_fill(cpu, chosen);
	struct event *event = event_begin(filler_of(cpu), OP_FILL, 0);

	event->outcome = (uint8_t)chosen;
	event_touch(object_tlb(cpu), MODE_WRITE);
	event_touch(object_tables(), MODE_READ);
	if (fill.leaf) {
		event->va = fill.leaf->page << PAGE_SHIFT;
		event->frame = fill.leaf->frame;
		tlb_set_fill(cpu, fill.leaf);
	} else {
		event->va = fill.branch->base;
		event->frame = fill.branch->table;
		event->value = 1 + fill.branch->level;
		tlb_set_fill_branch(cpu, fill.branch);
		filler_look(&cpus[cpu]);
	}
	event_end();
}

/* Does the CPU still hold what event @index filled, although it can no longer be walked? */
static bool mattered(uint32_t index)
{
	unsigned int cpu = cpu_of(trace.events[index].thread);
	const struct tlb_set *held = &cpus[cpu].tlb;

	for (unsigned int i = 0; i < held->nr_leaves; i++) {
		if (held->leaves[i].added_at == index + 1)
			return !has(&walkable[cpu].tlb, &held->leaves[i]);
	}
	for (unsigned int i = 0; i < held->nr_branches; i++) {
		if (held->branches[i].added_at == index + 1)
			return !has_branch(&walkable[cpu].tlb, &held->branches[i]);
	}
	return false;
}

/* By CPU, address, and level, leaves first. */
static bool in_order(const struct event *first, const struct event *second)
{
	if (first->thread != second->thread)
		return first->thread < second->thread;
	if (first->va != second->va)
		return first->va < second->va;
	return first->value < second->value;
}

bool filler_was_idle(void)
{
	uint32_t n = event_index();

	if (n < 2 || trace.events[n - 2].kind != OP_FILL)
		return false;
	if (trace.events[n - 1].kind == OP_FILL)
		return !in_order(&trace.events[n - 2], &trace.events[n - 1]);
	for (uint32_t i = n - 1; i > 0 && trace.events[i - 1].kind == OP_FILL; i--) {
		if (!mattered(i - 1))
			return true;
	}
	return false;
}
