/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Points: where a race can turn.
 *
 * One stands before every marked access, atomic operation and fence of code that races
 * (racing.mk says which), before every lock operation, wait, IPI and invalidation.  It is
 * not written down there: the accessors have it (arch/atomic.h, lock.c, wait.h, arch/tlb.h,
 * arch/ipi.h).  Both worlds pass the same points in the same order, so that metal can
 * follow the model; the model stops where it could switch and metal has no point.
 *
 * At a point a CPU may be held up, by the gate (gate.h) or at random.  Where neither is on
 * it costs a comparison and a branch; tests/bench/points.sh measures what all of them cost.
 */
#ifndef KERNEL_RACE_POINT_H
#define KERNEL_RACE_POINT_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/cpu.h>

/* What may hold CPUs up. */
enum point_hold { POINT_GATE = 1, POINT_DELAY = 2 };

/*
 * POINTS_OFF, and a bit for each that is on.  Not 0 if none is: so, and read plainly, gcc
 * makes two instructions of the question and needs no register for it.  The gate opens while
 * code races; who misses that finds it open.  Nothing is switched on meanwhile.
 */
#define POINTS_OFF 4u
extern uint32_t points_armed;

static inline bool points_are_armed(void)
{
	return __builtin_expect(points_armed != POINTS_OFF, 0);
}

/* This CPU is at a point, and something is on.  The model's own: it counts them. */
void point_reached(void);

/* POINTS_ARE_MISSING: for comparison, tests/bench/points.sh. */
static inline void point(void)
{
#if defined(POINTS_ARE_COUNTED)
	point_reached();
#elif !defined(POINTS_ARE_MISSING)
	if (points_are_armed())
		point_reached();
#endif
}

/* A point, and then no interrupts: one that comes is handled before, or after irq_restore(). */
static inline unsigned long point_irq_save(void)
{
	point();
	return irq_save();
}

/* From now on @hold may hold CPUs up, or does not any more. */
void point_arm(enum point_hold hold, bool on);

/*
 * Between these two this CPU passes no points: it looks whether it may go on, as often as
 * it likes, or watches the others for a debug mode.  They nest.
 */
void point_mute(void);
void point_unmute(void);
bool points_are_muted(void);

/*
 * From now on CPUs wait at some of their points: for a random time of up to @cycles, or
 * for a nap, which lets another CPU run where the host has too few.  0: at none.
 */
void point_perturb(uint64_t cycles);

/* A new run begins: @seed decides at which of its points this CPU waits. */
void point_seed(uint64_t seed);
/* For how many cycles this CPU has waited at random in this run. */
uint64_t point_held(void);

/* This CPU has made a step, which is a point where a race is likelier to turn. */
void point_after_step(void);

#endif
