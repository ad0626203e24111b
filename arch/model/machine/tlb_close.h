/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeping the sets closed: a CPU may hold all that it can walk.
 */
#ifndef ARCH_MODEL_MACHINE_TLB_CLOSE_H
#define ARCH_MODEL_MACHINE_TLB_CLOSE_H

#include <arch/model/machine/tlb_set.h>

/* From now on follow the words of @frame. */
void become_table(uint32_t frame);

/* An 8-byte word of physical memory has changed: add what can be walked now. */
void tlb_word_changed(const void *at);

/* The machine was restored: look again at what can be walked, if that is looked at. */
void tlb_look_anew(void);

/* How far closing goes: to all leaves, or to those of one page only. */
#define ALL_PAGES UINTPTR_MAX

/* Add what can be walked from the root of @cpu. */
void close_root(struct cpu *cpu, uintptr_t only);

/*
 * Add what can be walked from the tables that @cpu holds of its PCID: they were not followed while
 * another PCID was in use.
 */
void close_kept(struct cpu *cpu);

/* Add what can be walked to @va from the tables that @cpu holds. */
void close_page(struct cpu *cpu, uintptr_t va);

/*
 * Without speculation: @cpu has walked to @leaf, and now holds it.  @from_root: it holds the tables
 * on the way, too; if not, the walk began at a table that it held.
 */
void hold_walk(struct cpu *cpu, const struct leaf *leaf, bool from_root);

/* The tables that @cpu holds by its PCID. */
struct tables {
	unsigned int nr;
	uint32_t table[MAX_BRANCHES];
};
void tables_note(struct tables *tables, const struct cpu *cpu);

/*
 * @cpu may no longer hold some of these: the event in progress comes before stores to them that are
 * not added, and after those that were.
 */
void tables_let_go(const struct tables *tables, const struct cpu *cpu);

/* As close_root(), for all pages and every kind of TLB. */
void tlb_set_close(struct cpu *cpu);
/* The same from the tables of its PCID in @held. */
void tlb_set_close_held(struct cpu *cpu, const struct tlb_set *held);

/* Add @leaf to what @cpu may hold. */
void add_leaf(struct cpu *cpu, struct leaf leaf);

#endif
