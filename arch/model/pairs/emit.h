/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A violation as a litmus test, named after its calls, ready to be committed.
 */
#ifndef ARCH_MODEL_PAIRS_EMIT_H
#define ARCH_MODEL_PAIRS_EMIT_H

#include <arch/model/pairs/judge.h>

/*
 * Write what @answer has found about @pair to a file in @directory, which is there; one line says
 * where, or why not.
 */
void pair_emit(const struct pair *pair, const struct pair_answer *answer, const char *directory);

#endif
