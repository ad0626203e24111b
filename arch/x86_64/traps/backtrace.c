/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Backtraces by frame pointers.  They must survive a corrupt stack: a frame is read only if the
 * page tables map it, and each must be above the one before unless the stack changes.
 *
 *	rbp → | caller's rbp | return address |
 */
#include <stdbool.h>
#include <arch/platform.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/paging.h>
#include <arch/x86_64/traps/trap.h>

#define PUSH_RBP 0x55

struct frame {
	const struct frame *caller;
	uintptr_t return_pc;
};

static bool in_image(uintptr_t pc)
{
	return pc >= (uintptr_t)text_start && pc < (uintptr_t)text_end;
}

/* After a call that never returns, the return address may be in the next function: use the call. */
static uintptr_t call_site(uintptr_t return_pc)
{
	return return_pc - 1;
}

static size_t walk(const struct frame *frame, uintptr_t *pcs, size_t n, size_t max)
{
	while (n < max && kernel_mapped((uintptr_t)frame) &&
	       kernel_mapped((uintptr_t)&frame->return_pc)) {
		if (!in_image(frame->return_pc))
			break;
		pcs[n++] = call_site(frame->return_pc);
		if (frame->caller <= frame)
			break;
		frame = frame->caller;
	}
	return n;
}

/* Compilers omit the frame of a function that uses no stack. */
static bool has_frame(uintptr_t pc)
{
	size_t offset;

	if (!in_image(pc))
		return false; /* the user stub, or a call through a wild pointer */
	symbol_lookup(pc, &offset);
	return *(const unsigned char *)(pc - offset) == PUSH_RBP;
}

/* While an exception or NMI is reported, the backtrace is that of the interrupted code. */
static size_t walk_interrupted(const struct trap_regs *regs, uintptr_t *pcs, size_t max)
{
	const uintptr_t *stack = (const uintptr_t *)regs->rsp;
	size_t n = 0;

	pcs[n++] = regs->rip;
	if (n < max && !has_frame(regs->rip) && kernel_mapped(regs->rsp) && in_image(*stack))
		pcs[n++] = call_site(*stack);
	return walk((const struct frame *)regs->rbp, pcs, n, max);
}

size_t backtrace(uintptr_t *pcs, size_t max)
{
	const struct trap_regs *regs = this_cpu_area()->interrupted;
	const struct frame *frame = __builtin_frame_address(0);

	if (!max)
		return 0;
	if (regs)
		return walk_interrupted(regs, pcs, max);
	return walk(frame->caller, pcs, 0, max);
}
