/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a search has found, and the verdict on each of its executions.
 */
#ifndef ARCH_MODEL_SUITE_VERDICT_H
#define ARCH_MODEL_SUITE_VERDICT_H

#include <stdbool.h>
#include <stdint.h>
#include <tests/litmus.h>

/* The result.  Counts add up over configurations. */
struct finding {
	uint64_t executions;
	uint64_t redundant; /* stopped because an equivalent one was run */
	uint64_t steps;	    /* events */
	uint32_t longest;   /* execution, in events */
	uint64_t seen[LITMUS_OUTCOMES];
	bool violated;
	bool too_large;
	bool broken; /* the test: see tests/engine/broken.h */
	const char *oracle;
	char what[256];
};

/* Judge the execution that has just ended, and add it to @finding. */
void verdict_add(struct finding *finding);

/*
 * Call @finished for each execution that ends, instead of judging it by the table; NULL: judge by
 * the table again.
 */
void verdict_watch(void (*finished)(void));

#endif
