/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stacks of fibres.  The switch itself is fibre_switch.asm.
 */
#include <arch/model/host/fibre.h>
#include <arch/model/host/host.h>

/* What fibre_switch() pops: six callee-saved registers, then where to return to. */
enum { SAVED_REGISTERS = 6 };

void fibre_start(struct fibre *fibre, void (*entry)(void))
{
	void **sp;

	if (!fibre->stack)
		fibre->stack = host_alloc(FIBRE_STACK);
	sp = (void **)(void *)((char *)fibre->stack + FIBRE_STACK);
	*--sp = NULL; /* at the entry the stack is 8 below a multiple of 16 (SysV ABI, 3.2.2) */
	*--sp = NULL;
	sp[0] = (void *)entry;
	for (unsigned int i = 0; i < SAVED_REGISTERS; i++)
		*--sp = NULL;
	fibre->sp = sp;
}
