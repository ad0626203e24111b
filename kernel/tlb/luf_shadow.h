/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interface between luf_debug.c, which keeps the account, and luf_rules.c, which judges
 * by it.  All but the first two are called between shadow_begin() and shadow_end().
 */
#ifndef KERNEL_TLB_LUF_SHADOW_H
#define KERNEL_TLB_LUF_SHADOW_H

#include <kernel/tlb/luf_owed.h>

/* More than any test owes at once.  Entries beyond it are counted, but not watched. */
#define OWED_MAX 1024

/* Lock the account and disable interrupts.  In the model nothing interleaves until the end. */
unsigned long shadow_begin(void);
void shadow_end(unsigned long flags);

/* The records. */
unsigned int shadow_size(void);
struct owed *shadow_at(unsigned int i);

/* @entry is in the tables again: a CPU that has it, or a stricter one, has nothing stale. */
void shadow_walkable(const struct debug_entry *entry);

/* Can @cpu, which may have the entry, use it before it loads another root? */
bool owed_is_in_use(const struct owed *owed, unsigned int cpu);

/* This CPU passes a PCID from mm @from to mm @to without a flush. */
void rule_pcid_passed(uint64_t from, uint64_t to);
/* An mm ends while a CPU has its root loaded. */
void rule_root_in_use(void);
/* @cpu goes on to make user accesses. */
void rules_when_used(unsigned int cpu);

/* Set @place to the call chain of the caller. */
void place_here(struct debug_place *place);

#endif
