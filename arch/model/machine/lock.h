/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the scheduler needs of locks.
 */
#ifndef ARCH_MODEL_MACHINE_LOCK_H
#define ARCH_MODEL_MACHINE_LOCK_H

#include <stdbool.h>

/* Could @lock be taken now, @shared or not? */
bool lock_is_free(const void *lock, bool shared);

/* A release of @lock leaves the store buffer. */
void lock_release_now(void *lock, bool shared);

#endif
