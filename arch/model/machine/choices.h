/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the machine leaves to the strategy that explores it: which thread makes the next event, and
 * which outcome an event has.
 */
#ifndef ARCH_MODEL_MACHINE_CHOICES_H
#define ARCH_MODEL_MACHINE_CHOICES_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/limits.h>

#define NOBODY (~0u)

struct strategy {
	const char *name;
	/* A new search.  @bound: of preemptions, or of change points. */
	void (*begin)(unsigned int bound, uint64_t seed);
	/* The thread that makes event @index; NOBODY: an equivalent execution was run before. */
	unsigned int (*pick)(uint32_t index, threads_t enabled);
	/* One of @n outcomes of event @index. */
	unsigned int (*choose)(uint32_t index, unsigned int n);
	/* Event @index was recorded; it could have come before each of @races. */
	void (*event)(uint32_t index, const uint16_t *races, unsigned int nr_races);
	/* The execution is over.  False: there are no more. */
	bool (*next)(void);
	/* How many events of the next execution repeat those of the last one. */
	uint32_t (*repeated)(void);
};

/* The strategy in use. */
extern const struct strategy *explorer;

/* Called by the trace: a new execution, a pair of events, and that event @index has all its pairs.
 */
void explore_begin(void);
void explore_race(uint32_t earlier);
void explore_event(uint32_t index);

#endif
