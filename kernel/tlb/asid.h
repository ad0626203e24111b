/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ASIDs: a CPU has a few slots, each for an address space whose translations it keeps
 * while others run.  Slot n uses PCID n + 1; PCID 0 is for the root without an mm.  A CPU
 * without PCIDs has one slot, and every switch empties it.
 */
#ifndef KERNEL_TLB_ASID_H
#define KERNEL_TLB_ASID_H

#include <stdbool.h>
#include <stdint.h>

#define NR_ASIDS 6

struct asid_slot {
	uint64_t ctx_id;  /* the mm whose translations the slot holds; 0: none */
	uint64_t tlb_gen; /* the generation of that mm that this CPU has flushed up to */
};

struct asid_choice {
	unsigned int asid;
	bool need_flush; /* the slot holds another mm's translations, or old ones */
};

/* Use @slots slots, 1 … NR_ASIDS: few of them make reuse frequent. */
void asid_limit_slots(unsigned int slots);

/*
 * Choose the slot in @slots for the mm @ctx_id at @tlb_gen.  If no slot has that mm, take slots in
 * turn: *@victim counts them.
 */
struct asid_choice asid_choose(const struct asid_slot slots[NR_ASIDS], unsigned int *victim,
			       uint64_t ctx_id, uint64_t tlb_gen);

/* The PCID of @asid. */
unsigned int asid_pcid(unsigned int asid);

#endif
