/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reporting what happened in a run with a violation.
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
 * Print what was seen and by which actor, what was allowed, where the flush was owed, and the last
 * steps of each CPU.  All CPUs are at rest; @run_number counts the runs of this test.
 */
void witness_report(const struct scene *scene, const struct violation *what, uint64_t run_number);

/* Print the last steps of the @nr CPUs at @cpus, LITMUS_CPUS at most, which are at rest. */
void witness_steps(const unsigned int cpus[], unsigned int nr);

#endif
