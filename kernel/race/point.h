/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Points: where the outcome of a race can be decided.
 *
 * There is a point before every marked access, atomic operation and smp_mb() of code that races
 * (racing.mk says which), and before every lock operation, wait, IPI and invalidation.  The
 * accessors contain it (arch/atomic.h, lock.c, wait.h, arch/tlb.h, arch/ipi.h).  Both worlds pass
 * the same points in the same order, so that metal can follow the model; the model stops with a
 * BUG if it could switch threads where metal has no point.
 *
 * At a point a CPU may be delayed, by the gate (gate.h) or at random.  If neither is on, a point
 * costs a comparison and a branch; tests/bench/points.sh measures the cost of all of them.
 */
#ifndef KERNEL_RACE_POINT_H
#define KERNEL_RACE_POINT_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/cpu.h>

/* What may delay CPUs. */
enum point_hold { POINT_GATE = 1, POINT_DELAY = 2 };

/*
 * POINTS_OFF, and a bit for each that is on.  It is never 0 and is read plainly, so that gcc makes
 * two instructions of the check and needs no register.  The gate may open while code races; a CPU
 * that misses this finds the gate open.  Nothing is switched on meanwhile.
 */
#define POINTS_OFF 4u
extern uint32_t points_armed;

static inline bool points_are_armed(void)
{
	return __builtin_expect(points_armed != POINTS_OFF, 0);
}

/* This CPU is at a point, and something is on.  The model has its own, which counts points. */
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

/* Pass a point, then disable interrupts: an IPI is handled before that or after irq_restore(). */
static inline unsigned long point_irq_save(void)
{
	point();
	return irq_save();
}

/* From now on @hold may delay CPUs (@on), or may not. */
void point_arm(enum point_hold hold, bool on);

/*
 * Between these two this CPU passes no points: it only looks whether it may go on, any number of
 * times, or watches the others for a debug mode.  They nest.
 */
void point_mute(void);
void point_unmute(void);
bool points_are_muted(void);

/*
 * From now on CPUs wait at some of their points, for a random time of up to @cycles, or for a nap,
 * which lets another CPU run if the host has too few.  0: at none.
 */
void point_perturb(uint64_t cycles);

/* This CPU's part of a run begins: @seed decides at which of its points it waits. */
void point_run_begins(uint64_t seed);
/* It has ended.  Returns for how many cycles this CPU has waited at random. */
uint64_t point_run_ends(void);

/* This CPU has made a step: a point where a delay is more likely to matter. */
void point_after_step(void);

#endif
