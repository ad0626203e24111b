/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Kernel stacks: in a window of their own, each at the top of a slot whose rest is never mapped, so
 * that an overflow faults instead of overwriting a neighbour.
 *
 *	slot of (cpu, kind):  | guard, ≥ 16 KiB, not present | stack |
 */
#ifndef ARCH_X86_64_TRAPS_STACKS_H
#define ARCH_X86_64_TRAPS_STACKS_H

#include <stdbool.h>
#include <stdint.h>

enum stack_kind { STACK_MAIN, STACK_NMI, STACK_DOUBLE_FAULT, STACK_MACHINE_CHECK, NR_STACK_KINDS };

struct cpu_area;

/* Allocate and map the stacks of @area, whose slot is set, and store them in its TSS. */
void stacks_create(struct cpu_area *area);

/* The initial stack pointer of @area's main stack. */
uintptr_t stack_top(const struct cpu_area *area, enum stack_kind kind);

/* Does @va lie in a guard? */
bool stack_guard_hit(uintptr_t va);

#endif
