/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CR3, INVLPG and INVPCID (SDM vol. 3, 4.10.4.1).
 *
 * Without INVPCID, another PCID is flushed by making it current for a moment, on the kernel's
 * root: on any other root the CPU could fill that PCID with translations of another mm.
 */
#include <arch/cpu.h>
#include <arch/tlb.h>
#include <arch/x86_64/cpu/drop.h>
#include <arch/x86_64/cpu/insn.h>
#include <kernel/race/point.h>

#define CR3_PCID_MASK 0xfffUL

enum invpcid_type { INVPCID_PAGE, INVPCID_PCID, INVPCID_ALL, INVPCID_NONGLOBAL };

static void invpcid(enum invpcid_type type, uint64_t pcid, uintptr_t va)
{
	struct {
		uint64_t pcid, va;
	} descriptor = { pcid, va };

	asm volatile("invpcid %0, %1" : : "m"(descriptor), "r"((uint64_t)type) : "memory");
}

void tlb_load_root(uint64_t pgd_pa, unsigned int pcid, bool noflush)
{
	point();
	write_cr3(pgd_pa | pcid | (noflush ? CR3_NOFLUSH : 0));
}

void tlb_invalidate_page(uintptr_t va)
{
	point();
	invlpg(va);
}

void tlb_invalidate_pcid_page(unsigned int pcid, uintptr_t va)
{
	uint64_t cr3 = read_cr3();

	point();
	if (cpu_has(CPU_INVPCID)) {
		invpcid(INVPCID_PAGE, pcid, va);
		return;
	}
	if (pcid == (cr3 & CR3_PCID_MASK) || !cpu_has(CPU_PCID)) {
		invlpg(va);
		return;
	}
	write_cr3(tlb_kernel_root() | pcid | CR3_NOFLUSH);
	invlpg(va);
	write_cr3(cr3 | CR3_NOFLUSH);
}

void tlb_invalidate_pcid(unsigned int pcid)
{
	uint64_t cr3 = read_cr3();

	point();
	if (cpu_has(CPU_INVPCID)) {
		invpcid(INVPCID_PCID, pcid, 0);
		return;
	}
	if (pcid == (cr3 & CR3_PCID_MASK) || !cpu_has(CPU_PCID)) {
		write_cr3(cr3);
		return;
	}
	write_cr3(tlb_kernel_root() | pcid);
	write_cr3(cr3 | CR3_NOFLUSH);
}

void tlb_invalidate_current(void)
{
	point();
	write_cr3(read_cr3());
}

/* A change of CR4.PGE drops every entry of every PCID, also global ones (SDM vol. 3, 4.10.4.1). */
void tlb_drop_all(void)
{
	uint64_t cr4 = read_cr4();

	if (cpu_has(CPU_INVPCID)) {
		invpcid(INVPCID_ALL, 0, 0);
	} else if (cr4 & CR4_PGE) {
		write_cr4(cr4 & ~CR4_PGE);
		write_cr4(cr4);
	} else {
		write_cr3(read_cr3());
	}
}

void tlb_invalidate_all(void)
{
	point();
	tlb_drop_all();
}

void tlb_invalidate_nonglobal(void)
{
	point();
	if (cpu_has(CPU_INVPCID))
		invpcid(INVPCID_NONGLOBAL, 0, 0);
	else if (cpu_has(CPU_PCID))
		tlb_drop_all();
	else
		write_cr3(read_cr3());
}
