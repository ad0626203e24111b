/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging a run: finding its row of the table, and reporting a violation.
 */
#ifndef TESTS_ENGINE_JUDGE_H
#define TESTS_ENGINE_JUDGE_H

#include <tests/engine/pause.h>
#include <tests/engine/session.h>

/* Run the litmus' last look, find the row, and count it.  All CPUs are at rest. */
void judge_run(struct session *session);

/*
 * The world was reset or destroyed, as @stage says: judge what was found in free frames and by the
 * debug mode since judge_run().
 */
void judge_reset(struct session *session, enum pause_stage stage);

#endif
