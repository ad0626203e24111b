/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Bringing one CPU into the state that all CPUs share.
 */
#include <arch/cpu.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/insn.h>

/* Reset value: write-back, write-through, UC-, UC, twice (SDM vol. 3, 11.12.4). */
#define PAT_DEFAULT 0x0007040600070406UL

struct cpu_area boot_cpu_area;

void cpu_area_install(struct cpu_area *area)
{
	area->self = area;
	wrmsr(MSR_GS_BASE, (uint64_t)area);
	gdt_load(area);
	idt_load();
}

static uint64_t cr4_bits(void)
{
	uint64_t bits = CR4_PAE | CR4_MCE;

	bits |= cpu_has(CPU_PGE) ? CR4_PGE : 0;
	bits |= cpu_has(CPU_SMEP) ? CR4_SMEP : 0;
	bits |= cpu_has(CPU_SMAP) ? CR4_SMAP : 0;
	bits |= cpu_has(CPU_UMIP) ? CR4_UMIP : 0;
	return bits;
}

/*
 * PCIDE comes last and alone: it may be set only in 64-bit mode with CR3[11:0] = 0
 * (SDM vol. 3, 4.10.1).
 */
void cpu_control_init(void)
{
	uint64_t cr0 = read_cr0() & ~(CR0_EM | CR0_TS | CR0_AM | CR0_NW | CR0_CD);

	write_cr0(cr0 | CR0_WP | CR0_NE | CR0_MP);
	wrmsr(MSR_PAT, PAT_DEFAULT);
	write_cr4(cr4_bits());
	if (cpu_has(CPU_PCID))
		write_cr4(cr4_bits() | CR4_PCIDE);
}
