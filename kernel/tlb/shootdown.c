/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shootdown by IPI.
 *
 *	initiator				target
 *	request[me].info = *info
 *	request[me].pending = mask
 *	set my bit in asked[target]	(a)
 *	IPI  ------------------------------->	take all bits of asked[me]   (b)
 *						flush_tlb_func(&request[i].info)
 *	wait: pending is empty	<-----------	unset my bit in pending	     (c)
 *
 * (a) and (b) are LOCKed, so the target that finds the bit also sees the info.  (c) is
 * LOCKed, so it drains the target's store buffer: stores that the target made through the
 * old translation are visible before the acknowledgement.
 */
#include <arch/ipi.h>
#include <kernel/race/serve.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/shootdown.h>

/* One per initiator: a CPU waits for the answers, so it has one shootdown in progress. */
static struct {
	struct flush_tlb_info info;
	struct cpumask pending; /* the initiator sets all bits, each target unsets its own */
} request[MAX_CPUS];

/* By target: the initiators that wait for it.  They set bits, the target takes them. */
static struct cpumask asked[MAX_CPUS];

unsigned int shootdown(const struct cpumask *mask, const struct flush_tlb_info *info)
{
	unsigned int me = cpu_id();
	struct cpumask *pending = &request[me].pending;
	unsigned int targets = 0;
	uint64_t others;

	cpumask_copy(pending, mask);
	others = READ_ONCE(pending->word[me / 64]) & ~(1ULL << (me % 64));
	WRITE_ONCE(pending->word[me / 64], others);
	if (cpumask_empty(pending))
		return 0;
	/* No mutant at the end of an mm: the root would be freed while a CPU has it loaded. */
	if (!info->leave && mutant(SHOOTDOWN_SKIP_IPI))
		return 0;
	step(FLUSH_BEGIN, info->start, 0);
	request[me].info = *info;
	for_each_cpu (cpu, mask) {
		if (cpu == me)
			continue;
		cpumask_set(&asked[cpu], me);
		ipi_send(cpu);
		targets++;
	}
	/* Why: the caller reuses frames and addresses next.  Litmus unmap/unmap-await-tell. */
	if (info->leave || !mutant(SHOOTDOWN_SKIP_WAIT))
		wait_until(cpumask_empty(pending), "shootdown acknowledgements", WAIT_FOR_NOBODY,
			   pending);
	step(FLUSH_END, info->start, 0);
	return targets;
}

static void serve(unsigned int initiator, unsigned int me)
{
	/* A copy: with a mutant that skips the wait, the initiator may write its next one. */
	struct flush_tlb_info info = request[initiator].info;

	bool early = mutant(SHOOTDOWN_EARLY_ACK);

	if (early)
		cpumask_unset(&request[initiator].pending, me);
	flush_tlb_func(&info);
	/* Why after: the initiator frees tables next.  Litmus unmap/tables-alone. */
	if (!early)
		cpumask_unset(&request[initiator].pending, me);
}

void shootdown_serve(void)
{
	unsigned int me = cpu_id();

	for (unsigned int word = 0; word < cpumask_words(); word++) {
		uint64_t initiators = READ_ONCE(asked[me].word[word]);

		if (initiators)
			initiators = xchg(&asked[me].word[word], 0);
		for (; initiators; initiators &= initiators - 1)
			serve(word * 64 + (unsigned int)__builtin_ctzll(initiators), me);
	}
}
