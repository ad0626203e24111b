/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Races on plain accesses: two by different CPUs to the same place, one of them a store,
 * that no chain of locks or marked accesses orders.  The compiler may do anything to
 * them, and the explorer does not interleave them.
 */
#ifndef ARCH_MODEL_RACE_H
#define ARCH_MODEL_RACE_H

#include <stdint.h>

void race_read(const void *at, unsigned int size, uintptr_t pc);
void race_write(const void *at, unsigned int size, uintptr_t pc);

#endif
