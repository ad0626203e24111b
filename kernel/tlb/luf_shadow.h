/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between luf_debug.c, which keeps the account, and luf_rules.c, which judges by it.
 * All but the first two are called between these.
 */
#ifndef KERNEL_TLB_LUF_SHADOW_H
#define KERNEL_TLB_LUF_SHADOW_H

#include <kernel/tlb/luf_owed.h>

/* More than any test owes at once; entries beyond are counted, and go unwatched. */
#define OWED_MAX 1024

/* Have the account for oneself, with interrupts disabled; nothing in the model interleaves. */
unsigned long shadow_begin(void);
void shadow_end(unsigned long flags);

/* The records. */
unsigned int shadow_size(void);
struct owed *shadow_at(unsigned int i);

/* @entry can be walked: whoever has it still, or one that allows less, has nothing stale. */
void shadow_walkable(const struct debug_entry *entry);

/* Can @cpu, which may have the entry, use it without loading a root first? */
bool owed_is_in_use(const struct owed *owed, unsigned int cpu);

/* This CPU passes a PCID from mm @from to mm @to without a flush. */
void rule_pcid_passed(uint64_t from, uint64_t to);
/* An mm ends while a CPU has its root loaded. */
void rule_root_in_use(void);
/* @cpu goes on to make user accesses. */
void rules_when_used(unsigned int cpu);

/* Where the caller was called from. */
void place_here(struct debug_place *place);

#endif
