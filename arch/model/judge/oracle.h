/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The oracles that need no reader: when a frame gets a new owner, can some CPU still reach it as
 * the old owner?
 */
#ifndef ARCH_MODEL_JUDGE_ORACLE_H
#define ARCH_MODEL_JUDGE_ORACLE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/judges.h>
#include <kernel/race/step.h>

/* Learn where the kernel keeps its struct pages. */
void oracle_init(void);

/* Which of the oracles report.  Without @reuse only user accesses count. */
void oracle_use(bool reuse);

/*
 * At the end of an execution: does some page of a file or in swap have a store that nobody will
 * write to the device, because neither the page nor an entry that maps it is dirty?  Returns its
 * frame, or NO_FRAME.
 */
uint32_t oracle_lost_store(void);

#endif
