/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging a run: which row of the table it is, and what to say if it may not be.
 */
#ifndef TESTS_ENGINE_JUDGE_H
#define TESTS_ENGINE_JUDGE_H

#include <tests/engine/session.h>

/* Let the litmus have its last look, find the row, and count it.  All CPUs are at rest. */
void judge_run(struct session *session);

/* Does row @row of @litmus have the values @reg? */
bool judge_matches(const struct litmus *litmus, unsigned int row, const uint64_t reg[LITMUS_REGS]);

unsigned int litmus_nr_regs(const struct litmus *litmus);

#endif
