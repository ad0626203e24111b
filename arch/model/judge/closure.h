/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sets once more, the slow way (closure=on): from the same instructions, but after each
 * change everything that can be walked is looked for anew, in all words of all tables.
 *
 * tlb_close.c follows single words, to be quick; what it forgets to follow is missing from a
 * set, and a verdict that rests on that set is wrong without a sound.  So after every event
 * both accounts must have the same translations, or the execution is in violation.
 */
#ifndef ARCH_MODEL_JUDGE_CLOSURE_H
#define ARCH_MODEL_JUDGE_CLOSURE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>

struct tlb_set;

/* From the next machine_start() on, keep the second account, or do not. */
void closure_use(bool use);
/* Compare both accounts of every CPU.  A difference is a violation. */
void closure_compare(void);

/* For effects.c: what CPU @cpu may hold; what an entry with value @v leaves of rights; and does it
 * lead anywhere?  If not, *@frame is not set. */
const struct tlb_set *closure_holds(unsigned int cpu);
uint8_t closure_rights(uint8_t above, uint64_t v);
bool closure_leads_to(uint64_t v, uint32_t *frame);

void closure_start(void);
#endif
