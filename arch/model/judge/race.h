/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Races on plain accesses: two by different CPUs to the same place, one of them a store
 * and not both marked, that no chain of locks or marked accesses orders.  The compiler
 * may do anything to them, and the explorer does not interleave them.
 *
 * What a CPU's program and its interrupt handler access plainly is no race, but which of
 * them comes first may matter.  Such words are found while they are met; from then on plain
 * accesses to them are part of the event before them, and the search begins anew.
 */
#ifndef ARCH_MODEL_JUDGE_RACE_H
#define ARCH_MODEL_JUDGE_RACE_H

#include <stdbool.h>
#include <stdint.h>

/* An execution begins; the first of a configuration. */
void race_begin(void);
void race_forget_shared(void);

/* Has a word been found that a program and its CPU's handler share?  Asking resets it. */
bool race_found_shared(void);

/* The running CPU makes a plain access at @at, in shared memory; does not return if it races. */
void race_read(const void *at, uintptr_t pc);
void race_write(const void *at, uintptr_t pc);

/* A marked one, as part of the event that has just ended. */
void race_marked(const void *at, bool write, uintptr_t pc);

#endif
