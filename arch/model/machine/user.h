/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User accesses beyond the contract of arch/user.h.
 */
#ifndef ARCH_MODEL_MACHINE_USER_H
#define ARCH_MODEL_MACHINE_USER_H

#include <stdbool.h>
#include <stdint.h>

/* One load or store.  False: it faulted, and nobody handles the fault. */
bool user_try(uintptr_t va, bool store, uint64_t *value);
/* One fetch of an instruction, likewise. */
bool user_try_exec(uintptr_t va, uint64_t *value);

#endif
