/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What came of many runs of one litmus.
 */
#ifndef ARCH_LINUX_SUITE_TALLY_H
#define ARCH_LINUX_SUITE_TALLY_H

#include <tests/litmus.h>

struct tally {
	uint64_t runs;
	uint64_t cycles;
	uint64_t seen[LITMUS_OUTCOMES];
	uint64_t seen_here[LITMUS_OUTCOMES]; /* by row of .on_linux */
	uint64_t unlisted;
	uint64_t violations;
	uint64_t first_violation; /* 1-based run; 0: none */
	uint64_t broken;
	uint64_t open; /* runs in which an access used the old page while the call was under way */
	uint64_t kept; /* runs in which a CPU used after the call what it had used before it */
	uint64_t reclaimed; /* pages that reclaim has taken, of so many */
	uint64_t to_reclaim;
	unsigned int passed; /* a bit for each plant whose place was passed */
	const char *skipped; /* why Linux is not asked, or NULL */
};

#endif
