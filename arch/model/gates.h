/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gates: where metal can hold a CPU up, so that it follows a schedule (kernel/gate.h): the
 * start of a program, each of the kernel's steps, the end of a wait, and the entry of an
 * interrupt handler.  Between two gates a thread goes on alone.
 */
#ifndef ARCH_MODEL_GATES_H
#define ARCH_MODEL_GATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A new search. */
void gates_reset(void);

/* @enabled threads could make event @index; @last made the one before. */
void gates_pick(uint32_t index, unsigned int last, uint32_t enabled);

/* @thread makes event @index. */
void gates_chosen(uint32_t index, unsigned int thread);

/* Is @thread at a gate, before its next event? */
bool gates_at_one(unsigned int thread);

/* The gates that were passed in the last execution, in order, as a schedule's steps. */
bool gates_write(char *text, size_t size);

#endif
