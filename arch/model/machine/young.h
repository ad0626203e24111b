/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A set by walks that no access asked for (AMD APM vol. 2, 5.4.2): the rule spontaneous-a.
 *
 * The moment makes no difference until the entry is read, so it is decided there: an entry that is
 * present, has A clear, and to which some CPU could have walked since it was last written is read
 * with A or without.  D is never set in this way.
 */
#ifndef ARCH_MODEL_MACHINE_YOUNG_H
#define ARCH_MODEL_MACHINE_YOUNG_H

#include <stdbool.h>
#include <stdint.h>

/* Some CPU can walk to the entry at @at, which has A clear. */
void young_note(const void *at);

/* The entry at @at was written: it must be noted anew. */
void young_forget(const void *at);

/* May a walk have set A in the entry at @at since it was written? */
bool young_is_possible(const void *at);

void young_reset(void);
void young_save(void);
void young_restore(void);

#endif
