/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: on CPUs that really run at once, one at a time goes on, as a schedule says.
 *
 *	steps a2B1a1	CPU 0 (program a)	CPU 1 (handler B)
 *
 *	entry 1		starts, up to a step
 *	entry 2		goes on, up to a wait
 *	entry 3					handles an IPI
 *	entry 4		the wait is over
 *	then		both run free
 *
 * A thread is an actor's program, or the IPI handler on its CPU.  Whoever has the turn
 * runs until it comes to a gate, must wait, or ends; all others stand at their gates.
 * An entry of the schedule lets its thread through one:
 *
 *	the start of the program, or of the handler
 *	every point, and every step()
 *	going on after a wait in which it had to wait
 *
 * IPIs are kept until their handler's entry comes, and then taken where the program of
 * that CPU stands, if interrupts are enabled there.
 *
 * Actor n is on CPU n.  Without a schedule all this costs a branch.
 */
#ifndef KERNEL_RACE_GATE_H
#define KERNEL_RACE_GATE_H

#include <stdbool.h>
#include <arch/atomic.h>

/* Written by gate.c. */
extern bool gate_shut;

static inline bool gate_is_shut(void)
{
	return __builtin_expect(READ_ONCE(gate_shut), 0);
}

/*
 * Shut it for @nr_actors actors, to follow @steps, runs of a schedule that were checked.  No
 * program has started; their CPUs handle no IPI.
 */
void gate_arm(const char *steps, unsigned int nr_actors);

/*
 * All programs have ended, and the other actors' CPUs wait: let handlers come that still
 * have an entry, and open the gate.  Called on an actor's CPU.  True: every entry was
 * followed.  Else one line has said which was not, and why what it waits for does not come.
 */
bool gate_disarm(void);

/* This CPU's actor is about to start its program; has come to its end. */
void gate_start(void);
void gate_end(void);

/*
 * The rest is for those who can stop a thread, while gate_is_shut().
 */

/* This CPU is at a point, or about to make a step: wait for its turn. */
void gate_point(void);

/*
 * This CPU has to wait, for @what.  Returns when it is its turn to look whether it still has to,
 * and at once where no gate concerns it.  True: the wait is the schedule's doing.
 */
bool gate_blocked(const char *what);

/* What this CPU waited for has come. */
void gate_resumed(void);

/*
 * An IPI has come to this CPU; interrupts are disabled.  True: it is to be handled later,
 * by the gate.
 */
bool gate_keeps_ipi(void);

#endif
