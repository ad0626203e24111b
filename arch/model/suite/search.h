/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Searching all configurations of a litmus within a time: as much of them as possible, and saying
 * how much that was.
 */
#ifndef ARCH_MODEL_SUITE_SEARCH_H
#define ARCH_MODEL_SUITE_SEARCH_H

#include <arch/model/suite/check.h>
#include <kernel/options/cmdline.h>

enum extent {
	EXTENT_EXHAUSTIVE, /* every execution, or one like it */
	EXTENT_BOUNDED,	   /* every execution with at most @bound preemptions */
	EXTENT_SAMPLED,	   /* some */
};

struct answer {
	enum extent extent;
	unsigned int bound; /* EXTENT_BOUNDED */
	struct regimes regimes;
	struct finding finding; /* over all configurations */
	struct config config;	/* of the violation */
	bool buffered;
	bool robust; /* store buffers would make no difference to the executions without them */
	double seconds;
};

/* The actors that may fill their TLB before the race, as a mask. */
unsigned int search_warm_actors(const struct litmus *litmus);

/* Is @litmus about the order of stores and loads, so that store buffers matter? */
bool search_about_buffers(const struct litmus *litmus);

/*
 * Search @litmus, with the mutants that are set, as completely as options->seconds allows.
 * @buffered: with store buffers.
 */
void search_whole(const struct litmus *litmus, const struct options *options, bool buffered,
		  struct answer *answer);

/*
 * Search until there is a violation: a little of each configuration, simplest executions first,
 * then more and more.
 */
void search_violation(const struct litmus *litmus, const struct options *options,
		      const struct tooth *tooth, struct answer *answer);

#endif
