/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which mm a CPU has loaded, and what a switch must flush.  [A] and [B] are in tlb.c.
 */
#include <arch/phys.h>
#include <arch/tlb.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/tlb.h>
#include <kernel/tlb/tlb_state.h>

struct tlb_state tlb_states[MAX_CPUS];
struct mm_tlb no_mm;
struct mm_tlb switching_mm;

void tlb_init_cpu(void)
{
	no_mm.pgd_pa = tlb_kernel_root();
	this_tlb()->loaded_mm = &no_mm;
}

struct mm_tlb *loaded_mm(void)
{
	struct mm_tlb *mm = READ_ONCE(this_tlb()->loaded_mm);

	return mm == &no_mm ? NULL : mm;
}

static void set_bit_unlocked(uint64_t *word, uint64_t bit)
{
	uint64_t old = READ_ONCE(*word);

	WRITE_ONCE(*word, old | bit);
}

/* From now on flushes of @mm include @cpu. */
static void join_mm(struct mm_tlb *mm, unsigned int cpu)
{
	uint64_t *word = &mm->cpumask.word[cpu / 64];

	if (mutant(SWITCH_SKIP_BARRIER))
		set_bit_unlocked(word, 1ULL << (cpu % 64));
	else
		cpumask_set(&mm->cpumask, cpu); /* full barrier [A] */
}

static void load_slot(struct tlb_state *tlb, struct mm_tlb *next, struct asid_choice choice,
		      uint64_t next_gen)
{
	bool keep = cpu_has(CPU_PCID) && !choice.need_flush;

	if (keep)
		tlb->stats.pcid_kept++;
	else
		tlb->stats.full_flushes++;
	tlb->ctxs[choice.asid] = (struct asid_slot){ next->ctx_id, next_gen };
	tlb->loaded_asid = choice.asid;
	luf_debug(loads, next->ctx_id, asid_pcid(choice.asid), keep);
	tlb_load_root(next->pgd_pa, asid_pcid(choice.asid), keep);
}

/* This CPU wakes up with @mm still loaded: catch up with flushes that skipped it. */
static void leave_lazy(struct tlb_state *tlb, struct mm_tlb *mm)
{
	struct asid_slot *slot = &tlb->ctxs[tlb->loaded_asid];
	uint64_t gen;

	WRITE_ONCE(tlb->is_lazy, false);
	/*
	 * Full barrier: clear is_lazy before reading tlb_gen.  Partner: [B], after which
	 * the initiator reads is_lazy.  Litmus: switch/lazy-wakeup.
	 */
	if (!mutant(LAZY_SKIP_BARRIER))
		smp_mb();
	gen = READ_ONCE(mm->tlb_gen);
	if (slot->tlb_gen == gen || mutant(LAZY_SKIP_GEN_CHECK))
		return;
	slot->tlb_gen = gen;
	tlb->stats.full_flushes++;
	luf_debug(drops_current);
	tlb_invalidate_current();
	/* Why read before: a flush since then would count as done.  Litmus
	 * switch/lazy-wakeup-between. */
	if (mutant(LAZY_GEN_LATE))
		slot->tlb_gen = READ_ONCE(mm->tlb_gen);
}

void load_no_mm(struct tlb_state *tlb)
{
	struct mm_tlb *prev = tlb->loaded_mm;

	if (prev == &no_mm)
		return;
	WRITE_ONCE(tlb->loaded_mm, &switching_mm);
	if (mutant(LEAVE_MASK_EARLY))
		cpumask_unset(&prev->cpumask, cpu_id());
	luf_debug(loads, 0, 0, false);
	tlb_load_root(no_mm.pgd_pa, 0, false);
	/* After CR3, as in load_mm().  Litmus switch/mm-destroy-leave. */
	if (!mutant(LEAVE_MASK_EARLY))
		cpumask_unset(&prev->cpumask, cpu_id());
	WRITE_ONCE(tlb->is_lazy, false);
	WRITE_ONCE(tlb->loaded_mm, &no_mm);
}

static void load_mm(struct tlb_state *tlb, struct mm_tlb *next)
{
	struct mm_tlb *prev = tlb->loaded_mm;
	unsigned int me = cpu_id();
	struct asid_choice choice;
	uint64_t next_gen;

	/* Until the new root is loaded, flushes of both mms must include this CPU. */
	WRITE_ONCE(tlb->loaded_mm, &switching_mm);
	if (prev != &no_mm && mutant(SWITCH_LEAVES_EARLY))
		cpumask_unset(&prev->cpumask, me);
	if (!mutant(SWITCH_MASK_AFTER_CR3))
		join_mm(next, me);
	next_gen = READ_ONCE(next->tlb_gen);
	choice = asid_choose(tlb->ctxs, &tlb->next_victim, next->ctx_id, next_gen);
	step(SWITCH_MM, 0, next->pgd_pa >> PAGE_SHIFT);
	load_slot(tlb, next, choice, next_gen);
	if (mutant(SWITCH_MASK_AFTER_CR3))
		join_mm(next, me);
	/*
	 * After CR3: as long as it has the old root, the CPU may walk the old tables
	 * speculatively.  Before loaded_mm: once that is set, mm_destroy() no longer waits
	 * for this CPU.  Litmus switch/mm-destroy-lazy.
	 */
	if (prev != &no_mm && !mutant(SWITCH_LEAVES_EARLY))
		cpumask_unset(&prev->cpumask, me);
	WRITE_ONCE(tlb->is_lazy, false);
	WRITE_ONCE(tlb->loaded_mm, next);
	tlb->stats.switches++;
}

void switch_mm(struct mm_tlb *next)
{
	unsigned long flags = point_irq_save();
	struct tlb_state *tlb = this_tlb();

	if (!next)
		load_no_mm(tlb);
	else if (next != tlb->loaded_mm)
		load_mm(tlb, next);
	else if (tlb->is_lazy)
		leave_lazy(tlb, next);
	luf_debug(uses, next != NULL);
	irq_restore(flags);
}

void enter_lazy_tlb(void)
{
	luf_debug(uses, false);
	WRITE_ONCE(this_tlb()->is_lazy, true);
}

bool tlb_is_lazy(unsigned int cpu)
{
	return READ_ONCE(tlb_states[cpu].is_lazy);
}

bool tlb_slot_gen(unsigned int cpu, uint64_t ctx_id, uint64_t *gen)
{
	for (unsigned int asid = 0; asid < NR_ASIDS; asid++) {
		const struct asid_slot *slot = &tlb_states[cpu].ctxs[asid];

		if (slot->ctx_id != ctx_id)
			continue;
		*gen = slot->tlb_gen;
		return true;
	}
	return false;
}

bool tlb_has_mm(unsigned int cpu)
{
	return READ_ONCE(tlb_states[cpu].loaded_mm) != &no_mm;
}
