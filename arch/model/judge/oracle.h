/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The oracles that need no reader: at every hand-over of a frame, can some CPU still
 * reach it in a way that its old owner could use?
 */
#ifndef ARCH_MODEL_JUDGE_ORACLE_H
#define ARCH_MODEL_JUDGE_ORACLE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>
#include <kernel/race/step.h>

/* Learn where the kernel keeps its struct pages. */
void oracle_init(void);

/* Which of them speak up.  Without the second, only user accesses count. */
void oracle_use(bool reuse);

/*
 * An execution is over: has some page of a file, or in swap, a store that nobody will write to the
 * device, since neither the page nor an entry that maps it is dirty?  Its frame, or
 * NO_FRAME.
 */
uint32_t oracle_lost_store(void);

#endif
