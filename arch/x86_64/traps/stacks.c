/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stacks of a CPU: one for the kernel, and one for each exception that must not rely on it.
 * The boot CPU starts on a stack of boot/entry.asm, which has no guard, and leaves it as soon as
 * it has these.
 */
#include <arch/cpu.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/early_alloc.h>
#include <arch/x86_64/firmware/paging.h>
#include <arch/x86_64/traps/stacks.h>

#define SLOT_SIZE   0x8000UL
#define WINDOW_SIZE (MAX_CPUS * NR_STACK_KINDS * SLOT_SIZE)
#define MAIN_STACK  0x4000UL
#define IST_STACK   0x2000UL

static uintptr_t stack_size(enum stack_kind kind)
{
	return kind == STACK_MAIN ? MAIN_STACK : IST_STACK;
}

uintptr_t stack_top(const struct cpu_area *area, enum stack_kind kind)
{
	return STACK_BASE + ((uintptr_t)area->slot * NR_STACK_KINDS + kind + 1) * SLOT_SIZE;
}

static void create(const struct cpu_area *area, enum stack_kind kind)
{
	uintptr_t top = stack_top(area, kind);

	for (uintptr_t va = top - stack_size(kind); va < top; va += PAGE_SIZE)
		kernel_map(va, early_alloc(1), KERNEL_RW, 0);
}

void stacks_create(struct cpu_area *area)
{
	for (enum stack_kind kind = STACK_MAIN; kind < NR_STACK_KINDS; kind++)
		create(area, kind);
	area->tss.ist[IST_NMI - 1] = stack_top(area, STACK_NMI);
	area->tss.ist[IST_DOUBLE_FAULT - 1] = stack_top(area, STACK_DOUBLE_FAULT);
	area->tss.ist[IST_MACHINE_CHECK - 1] = stack_top(area, STACK_MACHINE_CHECK);
}

bool stack_guard_hit(uintptr_t va)
{
	uintptr_t offset = va - STACK_BASE;
	enum stack_kind kind = offset / SLOT_SIZE % NR_STACK_KINDS;

	return offset < WINDOW_SIZE && offset % SLOT_SIZE < SLOT_SIZE - stack_size(kind);
}
