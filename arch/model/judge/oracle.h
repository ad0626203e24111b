/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The oracles that need no reader: at every hand-over of a frame, can some CPU still
 * reach it in a way that its old owner could use?
 */
#ifndef ARCH_MODEL_JUDGE_ORACLE_H
#define ARCH_MODEL_JUDGE_ORACLE_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/race/step.h>

/* Learn where the kernel keeps its struct pages. */
void oracle_init(void);

/* Is @frame a page table to the kernel, or to some walker? */
bool frame_is_table(uint32_t frame);

/* Which of them speak up.  Without the second, only user accesses count. */
void oracle_use(bool reuse);

/* The kernel's steps; the entry at @at was stored; a PCID is used again. */
void oracle_step(enum step_kind kind, uintptr_t va, uint64_t pfn);
void oracle_entry_stored(const void *at);
void oracle_pcid_kept(unsigned int cpu);

/* Part of an event: @frame is written, by the kernel or through a translation. */
void oracle_frame_written(uint32_t frame);

/*
 * An execution is over: has some page of a file, or in swap, a store that nobody will write to the
 * device, since neither the page nor an entry that maps it is dirty?  Its frame, or
 * NO_FRAME.
 */
uint32_t oracle_lost_store(void);

#endif
