/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which actors wait for a tell().  If all actors that have not ended wait, and none of their flags
 * is set, none ever will be: the test is broken, which this finds without a clock.
 */
#ifndef TESTS_ENGINE_AWAITS_H
#define TESTS_ENGINE_AWAITS_H

#include <stdbool.h>
#include <kernel/mm/objects/watched.h>
#include <tests/litmus.h>

/* A run begins, whose flags are those of @run.  No actor plays. */
void awaits_forget(const struct run *run);

/* This CPU will play @actor, and no actor has started yet; the actor has ended. */
void awaits_enter(unsigned int actor);
void awaits_leave(void);

/* This CPU waits for @flag.  False: it must not, as no actor runs here and the flag is not set. */
bool awaits_begin(const int *flag);
void awaits_end(void);

/*
 * The same inside a call of the kernel.  There an actor may wait in vain, and the table says what
 * that means; in the model it is a deadlock, which is a violation.
 */
bool awaits_stand(const int *flag);
bool awaits_stand_in_vain(void);
extern const struct wait_watch awaits_watch;

/*
 * Metal: can the flag that this CPU waits for no longer be set?  Then the test is broken.  The
 * model detects deadlocks itself, and a store that tells may still be in a buffer there: false.
 */
bool awaits_are_lost(void);

/* The model: a deadlock.  True: the only cause is that nobody tells, so the test is broken. */
bool awaits_are_all(void);

#endif
