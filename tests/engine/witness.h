/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Telling what happened in a run that may not be.
 */
#ifndef TESTS_ENGINE_WITNESS_H
#define TESTS_ENGINE_WITNESS_H

#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/session.h>

struct violation {
	const char *text; /* which NEVER, or what else */
	struct page_corruption corruption;
	struct debug_report debug; /* count 0: none */
};

/*
 * Print what was seen, what was allowed, by whom, where the flush was owed, and each
 * CPU's last steps.  All CPUs are at rest; @run_number counts the runs of this test.
 */
void witness_report(const struct scene *scene, const struct violation *what, uint64_t run_number);

/* Print the last steps of the @nr CPUs at @cpus, LITMUS_CPUS at most, which are at rest. */
void witness_steps(const unsigned int cpus[], unsigned int nr);

#endif
