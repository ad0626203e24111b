/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who waits for a tell().  If all actors that have not ended do, and nobody has told any of
 * them, nobody ever will: the test is broken, and no clock is needed to know it.
 */
#ifndef TESTS_ENGINE_AWAITS_H
#define TESTS_ENGINE_AWAITS_H

#include <stdbool.h>
#include <kernel/mm/objects/watched.h>
#include <tests/litmus.h>

/* A run begins, whose flags are those of @run.  No actor plays. */
void awaits_forget(const struct run *run);

/* This CPU is to play @actor, and no actor has started yet; it has ended. */
void awaits_enter(unsigned int actor);
void awaits_leave(void);

/* This CPU waits for @flag; false: it is no actor's, and nobody has told it, so it must not. */
bool awaits_begin(const int *flag);
void awaits_end(void);

/*
 * The same within a call of the kernel, which an actor may make in vain: then it is for the
 * table to say what that means.  In the model nobody can go on, and that is a violation.
 */
bool awaits_stand(const int *flag);
bool awaits_stand_in_vain(void);
extern const struct wait_watch awaits_watch;

/*
 * Metal: is what this CPU waits for lost?  Then the test is broken.  The model sees for itself
 * when nobody can go on, and there a store that tells may still be in a buffer: false.
 */
bool awaits_are_lost(void);

/* The model: nobody can go on.  If only since nobody tells, the test is broken: true. */
bool awaits_are_all(void);

#endif
