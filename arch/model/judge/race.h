/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Races on plain accesses: two accesses by different CPUs to the same place, at least one of them a
 * store and at least one not marked, that no chain of locks or marked accesses orders.  The
 * compiler may do anything with them, and the explorer does not interleave them.
 *
 * Plain accesses of a CPU's program and its interrupt handler are no race, but their order may
 * matter.  When such a word is found, the search begins anew, with plain accesses to it as part of
 * the event before them.
 */
#ifndef ARCH_MODEL_JUDGE_RACE_H
#define ARCH_MODEL_JUDGE_RACE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>

/* Whether to report races: a search for what metal shows leaves them out. */
void race_use(bool told);

/* The first execution of a configuration begins. */
void race_forget_shared(void);

/* Has a word been found that a program and its CPU's handler share?  Asking resets it. */
bool race_found_shared(void);

#endif
