/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Choosing a slot.  Touches no hardware: switch_mm() does that.
 */
#include <arch/cpu.h>
#include <kernel/lib/bug.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/asid.h>

static unsigned int slots_used = NR_ASIDS;

void asid_limit_slots(unsigned int slots)
{
	BUG_ON(slots == 0 || slots > NR_ASIDS);
	slots_used = slots;
}

struct asid_choice asid_choose(const struct asid_slot slots[NR_ASIDS], unsigned int *victim,
			       uint64_t ctx_id, uint64_t tlb_gen)
{
	unsigned int asid;

	if (!cpu_has(CPU_PCID))
		return (struct asid_choice){ .asid = 0, .need_flush = true };
	for (asid = 0; asid < slots_used; asid++) {
		if (slots[asid].ctx_id != ctx_id)
			continue;
		return (struct asid_choice){
			.asid = asid,
			.need_flush =
				slots[asid].tlb_gen < tlb_gen && !mutant(SWITCH_SKIP_GEN_CHECK),
		};
	}
	asid = (*victim)++ % slots_used;
	/* A PCID that passes to another mm must be flushed: CR3 bit 63 clear (SDM 4.10.4.2). */
	return (struct asid_choice){ .asid = asid, .need_flush = !mutant(ASID_REUSE_SKIP_FLUSH) };
}

unsigned int asid_pcid(unsigned int asid)
{
	return cpu_has(CPU_PCID) ? asid + 1 : 0;
}
