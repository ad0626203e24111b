/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What one CPU owns: its number, its descriptor tables, its stacks.
 *
 * GS base points here at both privilege levels.  CPL 3 runs only our stub, which does not
 * change GS, so there is no SWAPGS, and an NMI finds this CPU's area at any time.
 */
#ifndef ARCH_X86_64_CPU_CPU_AREA_H
#define ARCH_X86_64_CPU_CPU_AREA_H

#include <stddef.h>
#include <stdint.h>
#include <arch/x86_64/cpu/descriptors.h>

struct trap_regs;

struct cpu_area {
	struct cpu_area *self;
	uint32_t id;
	uint32_t apic_id;
	uint64_t user_sp;		     /* where user_enter() left its frame */
	const struct trap_regs *interrupted; /* what an NMI or a fatal exception interrupted */
	uint64_t gdt[GDT_ENTRIES];
	struct tss tss;
	uint32_t slot; /* which stacks it has; arrival order, unlike @id */
	uint32_t go;   /* set by the boot CPU when @id is final */
};

_Static_assert(offsetof(struct cpu_area, user_sp) == 16, "CPU_USER_SP in offsets.inc");
_Static_assert(offsetof(struct cpu_area, tss.rsp0) == 92, "CPU_TSS_RSP0 in offsets.inc");

static inline struct cpu_area *this_cpu_area(void)
{
	struct cpu_area *area;

	asm volatile("movq %%gs:0, %0" : "=r"(area));
	return area;
}

/* The boot CPU's area, usable before there is an allocator. */
extern struct cpu_area boot_cpu_area;

/*
 * Make the calling CPU use @area: set GS base, then the control registers.  To enable PCIDs,
 * CR3 must have the root of the final page tables.
 */
void cpu_area_install(struct cpu_area *area);
void cpu_control_init(void);

#endif
