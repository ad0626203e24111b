/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate: on CPUs that run concurrently, it lets one at a time go on, in a schedule's order.
 *
 *	steps a2B1a1	CPU 0 (program a)	CPU 1 (handler B)
 *
 *	entry 1		starts, up to a step
 *	entry 2		goes on, up to a wait
 *	entry 3					handles an IPI
 *	entry 4		the wait is over
 *	then		both run free
 *
 * A thread is an actor's program, or the IPI handler on its CPU.  The thread that has the turn
 * runs until it comes to a gate, must wait, or ends; all others stand at their gates.  An entry
 * of the schedule lets its thread through one gate:
 *
 *	the start of the program, or of the handler
 *	every point, and every step()
 *	going on after a wait in which it had to wait
 *
 * IPIs are kept until the entry of their handler comes.  They are then taken where the program
 * of that CPU stands, if interrupts are enabled there.
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
 * Shut the gate for @nr_actors actors, to follow @steps, runs of a schedule that were checked.  No
 * program has started, and their CPUs handle no IPI.
 */
void gate_arm(const char *steps, unsigned int nr_actors);

/*
 * All programs have ended, and the CPUs of the other actors wait: let handlers run that still
 * have entries, and open the gate.  Called on an actor's CPU.  True: every entry was followed.
 * If not, one line has said which was not, and why its thread does not come.
 */
bool gate_disarm(void);

/* This CPU's actor is about to start its program; has come to its end. */
void gate_start(void);
void gate_end(void);

/*
 * The rest is for code that can stop a thread, while gate_is_shut().
 */

/* This CPU is at a point, or about to make a step: wait for its turn. */
void gate_point(void);

/*
 * This CPU must wait for @what.  Returns when it is its turn to look whether it still must, or at
 * once if no gate concerns it.  True: the schedule made it wait.
 */
bool gate_blocked(const char *what);

/* This CPU need not wait any longer. */
void gate_resumed(void);

/*
 * An IPI has come to this CPU; interrupts are disabled.  True: the gate will have it handled
 * later.
 */
bool gate_keeps_ipi(void);

#endif
