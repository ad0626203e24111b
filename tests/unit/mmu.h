/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The contract of arch/tlb.h, arch/user.h and arch/ipi.h on the host: a TLB for each
 * CPU that keeps all it may keep until it is told otherwise.
 *
 *	leaf	{pcid, page} -> entry, with A, and D if it is to serve stores
 *	table	{pcid, 2 MiB} -> table of leaves (a paging-structure cache)
 *
 * Both stay until an instruction drops them (SDM vol. 3, 4.10.4.1); a fault drops
 * those of its page.  There is no speculation: entries come by accesses only.  One
 * thread plays all CPUs.
 */
#ifndef TESTS_UNIT_MMU_H
#define TESTS_UNIT_MMU_H

#include <stdbool.h>
#include <stdint.h>

/* Bring up CPUs 0 … @nr - 1, each with tlb_init_cpu() done and interrupts enabled. */
void mmu_start(unsigned int nr);

/* This thread plays CPU @cpu from now on. */
void mmu_play(unsigned int cpu);

/* IPIs are taken when their sender spins, instead of at once. */
extern bool mmu_late_ipis;

/*
 * Where an access of @cpu to @va goes, in the middle of what another CPU does; NULL if
 * it would fault, which it must not there.
 */
uint64_t *mmu_touch(unsigned int cpu, uintptr_t va, bool store);

/* How many instructions of each kind were executed, and IPIs sent. */
struct mmu_counts {
	uint64_t page;	  /* INVLPG */
	uint64_t current; /* CR3 reload for its own sake */
	uint64_t loads;	  /* of a root */
	uint64_t kept;	  /* of these, with bit 63 */
	uint64_t all;	  /* everything dropped */
	uint64_t ipis;
};
extern struct mmu_counts mmu_counts;

#endif
