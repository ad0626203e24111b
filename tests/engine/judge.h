/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging a run: which row of the table it is, and what to say if it may not be.
 */
#ifndef TESTS_ENGINE_JUDGE_H
#define TESTS_ENGINE_JUDGE_H

#include <tests/engine/pause.h>
#include <tests/engine/session.h>

/* Let the litmus have its last look, find the row, and count it.  All CPUs are at rest. */
void judge_run(struct session *session);

/*
 * The same for what was found since, in free frames and by the debug mode, when the world
 * was put back or taken down: @stage says which.
 */
void judge_reset(struct session *session, enum pause_stage stage);

#endif
