/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ASIDs: this CPU's few slots for address spaces whose translations it keeps while
 * others run.  Slot n uses PCID n + 1; PCID 0 is for the root of no mm.  Where the
 * CPU has no PCID there is one slot, and every switch empties it.
 */
#ifndef KERNEL_TLB_ASID_H
#define KERNEL_TLB_ASID_H

#include <stdbool.h>
#include <stdint.h>

#define NR_ASIDS 6

struct asid_slot {
	uint64_t ctx_id;  /* whose translations the slot holds; 0: nobody's */
	uint64_t tlb_gen; /* up to which generation of it */
};

struct asid_choice {
	unsigned int asid;
	bool need_flush; /* what the slot holds belongs to another mm, or is out of date */
};

/* How many slots to use, 1 … NR_ASIDS: few of them make reuse frequent. */
void asid_limit_slots(unsigned int slots);

/*
 * The slot in @slots for the mm @ctx_id at @tlb_gen; *@victim is the next to be
 * taken from its owner.
 */
struct asid_choice asid_choose(const struct asid_slot slots[NR_ASIDS], unsigned int *victim,
			       uint64_t ctx_id, uint64_t tlb_gen);

/* The hardware's name for @asid. */
unsigned int asid_pcid(unsigned int asid);

#endif
