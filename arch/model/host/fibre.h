/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fibres: stacks that the model switches between by hand.
 */
#ifndef ARCH_MODEL_HOST_FIBRE_H
#define ARCH_MODEL_HOST_FIBRE_H

#include <stddef.h>
#include <stdint.h>

#define FIBRE_STACK (256UL << 10)

struct fibre {
	void *sp;    /* while it is not running: its stack, callee-saved registers on top */
	void *stack; /* lowest byte */
};

/* Let @fibre call @entry, which never returns, when it is next switched to. */
void fibre_start(struct fibre *fibre, void (*entry)(void));

/* Save the running fibre's state in *@from, go on with @to. */
void fibre_switch(void **from, void *to);

#endif
