/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page-table entries as the hardware reads them, and walks of them: rights, reserved bits, large
 * leaves.  Nothing here is cached: that is in tlb_set.h.
 */
#ifndef ARCH_MODEL_MACHINE_WALK_H
#define ARCH_MODEL_MACHINE_WALK_H

#include <arch/model/machine/tlb_set.h>

/* Are the reserved bits of @entry clear?  The machine has so few physical-address bits that this
 * means that its frame is memory. */
bool entry_is_valid(pte_t entry);

/* Rights are the AND of W and U and the OR of NX over all levels (SDM vol. 3, 4.10.2.2). */
uint8_t combine_rights(uint8_t above, pte_t entry);

/* What @entry, of a table of @level under @bits, translates @va to. */
struct leaf make_leaf(unsigned int pcid, uintptr_t va, unsigned int level, uint8_t bits,
		      pte_t entry);

/* Does @leaf translate @va for @pcid? */
bool leaf_matches(const struct leaf *leaf, unsigned int pcid, uintptr_t va);

/* The start of walks from CR3.  The CPU has a root. */
struct branch root_branch(const struct cpu *cpu);

/* Does @entry, of a table of @level, map a page? */
bool entry_is_leaf(pte_t entry, unsigned int level);

/* The table that @entry for @va, of the table that @at leads to, leads to. */
struct branch branch_below(const struct branch *at, pte_t entry, uintptr_t va);

/* Is @va in the part of the address space that @branch covers? */
bool branch_covers(const struct branch *branch, uintptr_t va);

/* The walk that starts at the root. */
struct walk {
	bool mapped;
	bool reserved;
	struct leaf leaf;
	pte_t *ptep; /* the entry that maps it */
	pte_t entry;
};
struct walk tlb_walk(unsigned int cpu, uintptr_t va);

/*
 * The walk that starts at table @from, which holds the entry for @va itself; not mapped if that
 * entry leads to another table, since @cpu may start there, too.
 */
struct walk tlb_walk_from(const struct branch *from, uintptr_t va);

/* Set @at to the words of tables that decide what an access to @va may find.  Returns how many. */
#define MAX_PATHS 16
unsigned int tlb_set_paths(unsigned int cpu, uintptr_t va, const void *at[MAX_PATHS]);

/* May @cpu start a walk for @va from some table that has nothing valid there now? */
bool tlb_set_leads_nowhere(unsigned int cpu, uintptr_t va);

#endif
