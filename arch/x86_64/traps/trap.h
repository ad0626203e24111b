/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers that an interrupt or exception leaves on the stack, and their handlers.
 */
#ifndef ARCH_X86_64_TRAPS_TRAP_H
#define ARCH_X86_64_TRAPS_TRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/x86_64/cpu/vectors.h>

/* Pushed by trap_entry.asm from the bottom up to @vector, by the CPU (or as a 0) above. */
struct trap_regs {
	uint64_t r15, r14, r13, r12, r11, r10, r9, r8;
	uint64_t rbp, rdi, rsi, rdx, rcx, rbx, rax;
	uint64_t vector;
	uint64_t error;
	uint64_t rip, cs, rflags, rsp, ss;
};

_Static_assert(offsetof(struct trap_regs, rip) == 17 * 8, "TRAP_RIP in offsets.inc");
_Static_assert(offsetof(struct trap_regs, rflags) == 19 * 8, "TRAP_RFLAGS in offsets.inc");

static inline bool trap_from_user(const struct trap_regs *regs)
{
	return (regs->cs & 3) == 3;
}

/* Called by trap_entry.asm with interrupts disabled; returns to go on with @regs. */
void trap_dispatch(struct trap_regs *regs);

/* Handles vectors below NR_EXCEPTIONS, except NMI. */
void exception_handle(struct trap_regs *regs);

#endif
