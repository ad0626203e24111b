/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See filler.h.  What can be walked is kept like a set that is thrown away and made anew
 * after each store to a table.
 */
#include <arch/cpu.h>
#include <arch/model/explore.h>
#include <arch/model/filler.h>
#include <arch/model/machine.h>
#include <arch/model/sched.h>
#include <arch/model/tlb_close.h>

static struct cpu walkable[MODEL_CPUS];

void filler_look(const struct cpu *cpu)
{
	struct cpu *walks = &walkable[cpu - cpus];

	walks->root = cpu->root;
	walks->pcid = cpu->pcid;
	walks->tlb.nr_leaves = 0;
	walks->tlb.nr_branches = 0;
	if (cpu->root != NO_FRAME)
		tlb_set_close(walks);
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

static unsigned int nr_fillable(unsigned int cpu)
{
	const struct tlb_set *walks = &walkable[cpu].tlb;
	unsigned int n = 0;

	for (unsigned int i = 0; i < walks->nr_leaves; i++)
		n += !has(&cpus[cpu].tlb, &walks->leaves[i]);
	return n;
}

static const struct leaf *nth_fillable(unsigned int cpu, unsigned int n)
{
	const struct leaf *leaf = walkable[cpu].tlb.leaves;

	for (;; leaf++) {
		if (!has(&cpus[cpu].tlb, leaf) && n-- == 0)
			return leaf;
	}
}

uint32_t filler_enabled(void)
{
	uint32_t mask = 0;

	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (!threads[program_of(cpu)].done && nr_fillable(cpu))
			mask |= 1u << filler_of(cpu);
	}
	return mask;
}

void filler_fill(unsigned int cpu)
{
	unsigned int n = nr_fillable(cpu);
	unsigned int chosen = n > 1 ? explorer->choose(event_index(), n) : 0;
	const struct leaf *leaf = nth_fillable(cpu, chosen);
	struct event *event = event_begin(filler_of(cpu), OP_FILL, 0);

	event->outcome = (uint8_t)chosen;
	event->va = leaf->page << PAGE_SHIFT;
	event->frame = leaf->frame;
	event_touch(object_tlb(cpu), MODE_WRITE);
	event_touch(object_tables(), MODE_READ);
	tlb_set_fill(cpu, leaf);
	event_end();
}

/* Is what event @index filled held still, and can it not be walked to any more? */
static bool mattered(uint32_t index)
{
	unsigned int cpu = cpu_of(trace.events[index].thread);
	const struct tlb_set *held = &cpus[cpu].tlb;

	for (unsigned int i = 0; i < held->nr_leaves; i++) {
		if (held->leaves[i].added_at == index + 1)
			return !has(&walkable[cpu].tlb, &held->leaves[i]);
	}
	return false;
}

static bool in_order(const struct event *first, const struct event *second)
{
	return first->thread < second->thread ||
	       (first->thread == second->thread && first->va < second->va);
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
