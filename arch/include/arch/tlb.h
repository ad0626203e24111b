/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: CR3 and the instructions that invalidate translations on this CPU.
 *
 * These are instructions, not policy: kernel/tlb/ decides which CPU must do what and when.  Each
 * is also a compiler barrier, and a point (kernel/race/point.h).  @pcid is the hardware field; on
 * a CPU without PCIDs (CPU_PCID) it is 0 and @noflush is false.
 */
#ifndef ARCH_TLB_H
#define ARCH_TLB_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Load the root at @pgd_pa.  Without @noflush the CPU drops every non-global
 * entry of @pcid; with it, it may keep them (CR3 bit 63; SDM vol. 3, 4.10.4.1).
 */
void tlb_load_root(uint64_t pgd_pa, unsigned int pcid, bool noflush);

/* INVLPG: @va in the current PCID and its global entries, in all PCIDs. */
void tlb_invalidate_page(uintptr_t va);

/*
 * INVPCID types 0 and 1.  Without CPU_INVPCID: load the kernel's root under @pcid, so that the
 * CPU cannot fill it with translations of the current mm meanwhile, and then the current root
 * again.  Interrupts must be disabled.
 */
void tlb_invalidate_pcid_page(unsigned int pcid, uintptr_t va);
void tlb_invalidate_pcid(unsigned int pcid);

/* Every non-global entry of the current PCID (a CR3 reload with bit 63 clear). */
void tlb_invalidate_current(void);

/* Every entry of every PCID, globals too (INVPCID type 2, or CR4.PGE off and on). */
void tlb_invalidate_all(void);

/*
 * The same, but global entries may stay (INVPCID type 3).  Without CPU_INVPCID global entries go,
 * too, unless there are no PCIDs either: then a CR3 reload suffices.
 */
void tlb_invalidate_nonglobal(void);

/*
 * tlb_kernel_root(): a root that maps only the kernel half, for a CPU without an mm.
 * tlb_init_pgd(): fill entries 256 … 511 of @pgd, which is zeroed, with the kernel half that
 * every pgd shares.
 */
uint64_t tlb_kernel_root(void);
void tlb_init_pgd(void *pgd);

#endif
