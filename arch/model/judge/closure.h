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

struct tlb_set;

/* From the next machine_start() on, keep the second account, or do not. */
void closure_use(bool use);
extern bool closure_in_use;

/* CPU @cpu has done one of these, and tlb_set.h's function of that name has not begun. */
void closure_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush);
void closure_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va);
void closure_drop_pcid(unsigned int cpu, unsigned int pcid);
void closure_drop_all(unsigned int cpu);
void closure_fault(unsigned int cpu, uintptr_t va);

/* A word of memory has changed: take in what can be walked, on every CPU. */
void closure_take_in(void);

/* Compare both accounts of every CPU.  A difference is a violation. */
void closure_compare(void);

/* For effects.c: what CPU @cpu may hold; what an entry with value @v leaves of rights; and does it
 * lead anywhere?  If not, *@frame is not set. */
const struct tlb_set *closure_holds(unsigned int cpu);
uint8_t closure_rights(uint8_t above, uint64_t v);
bool closure_leads_to(uint64_t v, uint32_t *frame);

void closure_start(void);
void closure_save(void);
void closure_restore(void);

#endif
