/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether the next event of some thread may make a fill impossible.  A wrong yes costs only
 * time.
 */
#include <arch/cpu.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/filler.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/walk.h>

static uintptr_t address_of(const struct fill *fill)
{
	return fill->leaf ? fill->leaf->page << PAGE_SHIFT : fill->branch->base;
}

/* The lowest level of tables that may have an entry on the way to @fill. */
static unsigned int level_of(const struct fill *fill)
{
	return fill->leaf ? fill->leaf->level : fill->branch->level + 1u;
}

/* Does @branch lead to a table with an entry on the way to @fill, and is @at that entry? */
static bool is_on_the_way(const struct branch *branch, const struct fill *fill, const void *at)
{
	uintptr_t va = address_of(fill);
	const uint64_t *words = frame_words(branch->table);

	return branch->level >= level_of(fill) && branch_covers(branch, va) &&
	       at == &words[pte_index(va, branch->level)];
}

static bool store_may_end(unsigned int cpu, const struct fill *fill, const struct tlb_set *walks,
			  const void *at)
{
	const struct tlb_set *held = &cpus[cpu].tlb;
	struct branch root = root_branch(&cpus[cpu]);

	if (is_on_the_way(&root, fill, at))
		return true;
	for (unsigned int i = 0; i < walks->nr_branches; i++) {
		if (is_on_the_way(&walks->branches[i], fill, at))
			return true;
	}
	for (unsigned int i = 0; i < held->nr_branches; i++) {
		if (is_on_the_way(&held->branches[i], fill, at))
			return true;
	}
	return false;
}

/* A walk may set A or D in the entry; a store may go to a table that is mapped as a page. */
static bool access_may_end(const struct fill *fill)
{
	if (fill->leaf && (~fill->leaf->bits & (LEAF_YOUNG | LEAF_DIRTY)))
		return true;
	for (uint32_t frame = 0; frame < NR_FRAMES; frame++) {
		if (frame_flags[frame] == (FRAME_IS_TABLE | FRAME_IS_LEAF))
			return true;
	}
	return false;
}

static bool thread_may_end(unsigned int i, unsigned int cpu, const struct fill *fill,
			   const struct tlb_set *walks)
{
	const struct thread *thread = &threads[i];
	bool own = cpu_of(i) == cpu;

	switch (thread->kind) {
	case OP_STORE:
	case OP_RMW:
		return memory_frame(thread->at) != NO_FRAME &&
		       store_may_end(cpu, fill, walks, thread->at);
	case OP_CONTENT:
		return true;
	case OP_USER:
	case OP_STORES:
		/* A fault drops tables, as a flush does. */
		return access_may_end(fill) || (own && !fill->from_root);
	case OP_TLB:
		return own && (thread->at || !fill->from_root);
	case OP_TLBSYNC:
		return !fill->from_root;
	default:
		return false;
	}
}

bool filler_may_end(unsigned int cpu, const struct fill *fill, const struct tlb_set *walks)
{
	for (unsigned int other = 0; other < nr_cpus; other++) {
		if (!buffer_is_empty(other) ||
		    thread_may_end(program_of(other), cpu, fill, walks) ||
		    thread_may_end(handler_of(other), cpu, fill, walks))
			return true;
	}
	return false;
}
