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
 * it costs a load and a branch.
 */
#ifndef KERNEL_POINT_H
#define KERNEL_POINT_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/cpu.h>

/* What may hold CPUs up. */
enum point_hold { POINT_GATE = 1, POINT_DELAY = 2 };

/* A bit for each that is on. */
extern uint32_t points_armed;

/* This CPU is at a point, and something is on.  The model's own: it counts them. */
void point_reached(void);

static inline void point(void)
{
#ifndef POINTS_ARE_COUNTED
	if (__builtin_expect(!__atomic_load_n(&points_armed, __ATOMIC_RELAXED), 1))
		return;
#endif
	point_reached();
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

/* This CPU has made a step, which is a point where a race is likelier to turn. */
void point_after_step(void);

#endif
