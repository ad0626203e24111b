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
#include <arch/model/machine/judges.h>

/* From now on races are told, or not: a machine does not show what it takes a compiler to do. */
void race_use(bool told);

/* The first execution of a configuration begins. */
void race_forget_shared(void);

/* Has a word been found that a program and its CPU's handler share?  Asking resets it. */
bool race_found_shared(void);

#endif
