/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging a run: which row of the table it is; and what could have been seen in it.
 */
#ifndef ARCH_LINUX_SUITE_JUDGE_H
#define ARCH_LINUX_SUITE_JUDGE_H

#include <arch/linux/calls/place.h>
#include <arch/linux/suite/tally.h>

/* The litmus with the rows that it has for Linux instead of its own. */
struct litmus judge_litmus_here(const struct litmus *litmus);

/* All actors are at rest, and .finish has had its last look.  Print what may not be, if
 * *@reports_left. */
void judge_run(const struct place *place, const struct litmus *litmus, struct tally *tally,
	       unsigned int *reports_left);

#endif
