/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What flushes and switches have cost.
 */
#ifndef KERNEL_TLB_TLB_STATS_H
#define KERNEL_TLB_TLB_STATS_H

#include <stdint.h>

/* What a CPU did, or all of them: for the closing summary. */
struct tlb_stats {
	uint64_t shootdowns;	   /* that interrupted at least one CPU */
	uint64_t ipis;		   /* sent */
	uint64_t page_invalidates; /* INVLPG in answer to a flush */
	uint64_t full_flushes;	   /* of one PCID, in answer to a flush or a switch */
	uint64_t switches;	   /* of mm */
	uint64_t pcid_kept;	   /* switches that kept the slot's entries (CR3 bit 63) */
};
void tlb_sum_stats(struct tlb_stats *sum);

#endif
