/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Offsets: when each actor starts, relative to the others.
 *
 * A race has a window somewhere in the actors' run times.  The sweep learns how long each actor
 * takes, and spreads its start delays evenly over the longest time of the others, so that every
 * overlap occurs, wherever the window is.
 */
#ifndef TESTS_ENGINE_SWEEP_H
#define TESTS_ENGINE_SWEEP_H

#include <stdbool.h>
#include <stdint.h>
#include <tests/litmus.h>

struct sweep {
	uint64_t shift[LITMUS_CPUS];	  /* where each actor's sequence begins, from the seed */
	uint64_t length[LITMUS_CPUS];	  /* running mean of each actor's time, in cycles */
	unsigned int learnt[LITMUS_CPUS]; /* from how many runs, at most REMEMBERED */
	/* A length that was inherited may be too short: then all runs of its own look stolen. */
	unsigned int stolen[LITMUS_CPUS]; /* how many of its own runs did so far ... */
	uint64_t shortest[LITMUS_CPUS];	  /* ... and the shortest of these */
	bool own[LITMUS_CPUS];		  /* the length comes from, or fits, a run of its own */
};

void sweep_init(struct sweep *sweep, uint64_t seed);
/* Initialise @nr sweeps, each with sequences of its own. */
void sweeps_init(struct sweep sweeps[], unsigned int nr, uint64_t seed);
/* If @sweep has learnt nothing yet, copy what @other has learnt. */
void sweep_inherit(struct sweep *sweep, const struct sweep *other);

/*
 * Is @cycles so much more than @usual that the host must have taken the CPU meanwhile: more than
 * twice as long, and 100 us more?
 */
bool sweep_is_stolen(uint64_t cycles, uint64_t usual);
/*
 * @actor took @cycles.  A run from which the host took time is not learnt from.  But if all of the
 * first ones look like that, the usual time was wrong, since it was inherited from a faster
 * regime.
 */
void sweep_learn(struct sweep *sweep, unsigned int actor, uint64_t cycles);
/* Has it learnt from enough runs of each of @nr actors? */
bool sweep_has_learnt(const struct sweep *sweep, unsigned int nr);

/*
 * The longest delay of @actor of @nr, in cycles; its delay in run @number, 0 in the first few runs.
 */
uint64_t sweep_window(const struct sweep *sweep, unsigned int actor, unsigned int nr);
uint64_t sweep_delay(const struct sweep *sweep, unsigned int actor, unsigned int nr,
		     uint64_t number);

#endif
