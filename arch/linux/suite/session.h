/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running one litmus many times.
 */
#ifndef ARCH_LINUX_SUITE_SESSION_H
#define ARCH_LINUX_SUITE_SESSION_H

#include <arch/linux/suite/tally.h>
#include <arch/linux/suite/wanted.h>

struct budget {
	uint64_t runs;
	uint64_t least;	     /* so many, though the time is over */
	uint64_t cycles;     /* begin no more after that */
	uint64_t violations; /* stop after so many; 0: never */
	unsigned int reports;
};

/* Run @litmus within @budget; the result is in @tally. */
void session_run(const struct litmus *litmus, const struct wanted *wanted,
		 const struct budget *budget, struct tally *tally);

#endif
