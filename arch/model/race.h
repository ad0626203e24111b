/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Races on plain accesses: two by different CPUs to the same place, one of them a store
 * and not both marked, that no chain of locks or marked accesses orders.  The compiler
 * may do anything to them, and the explorer does not interleave them.
 */
#ifndef ARCH_MODEL_RACE_H
#define ARCH_MODEL_RACE_H

#include <stdbool.h>
#include <stdint.h>

/* An execution begins. */
void race_begin(void);

/* The running CPU makes a plain access at @at, in shared memory; does not return if it races. */
void race_read(const void *at, uintptr_t pc);
void race_write(const void *at, uintptr_t pc);

/* A marked one, as part of the event that has just ended. */
void race_marked(const void *at, bool write, uintptr_t pc);

#endif
