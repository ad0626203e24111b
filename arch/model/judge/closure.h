/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A second account of the sets, the slow way (closure=on): it follows the same instructions, but
 * after each change it searches all words of all tables for everything that can be walked.
 *
 * tlb_close.c follows single words, to be quick.  If it forgot to follow one, a set would lack a
 * translation, and verdicts that depend on that set would be wrong without notice.  So after every
 * event both accounts must have the same translations; if not, that is a violation.
 */
#ifndef ARCH_MODEL_JUDGE_CLOSURE_H
#define ARCH_MODEL_JUDGE_CLOSURE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>

struct tlb_set;

/* Whether to keep the second account, from the next machine_start() on. */
void closure_use(bool use);
/* Compare both accounts of every CPU.  A difference is a violation. */
void closure_compare(void);

/* For effects.c: what CPU @cpu may hold; the rights of @above below an entry with value @v; and
 * whether that entry leads to a frame, to which *@frame is then set. */
const struct tlb_set *closure_holds(unsigned int cpu);
uint8_t closure_rights(uint8_t above, uint64_t v);
bool closure_leads_to(uint64_t v, uint32_t *frame);

void closure_start(void);
#endif
