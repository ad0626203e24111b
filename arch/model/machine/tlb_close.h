/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeping the sets closed: whatever a CPU can walk, it may hold.
 */
#ifndef ARCH_MODEL_MACHINE_TLB_CLOSE_H
#define ARCH_MODEL_MACHINE_TLB_CLOSE_H

#include <arch/model/machine/tlb_set.h>

/* From now on the words of @frame are followed. */
void become_table(uint32_t frame);

/* An 8-byte word of physical memory has changed: take in what can be walked now. */
void tlb_word_changed(const void *at);

/* The machine has been put back: what can be walked is known anew, where that is looked at. */
void tlb_look_anew(void);

/* How far closing goes: to all leaves, or to those of one page only. */
#define ALL_PAGES UINTPTR_MAX

/* Take in what can be walked from the root of @cpu. */
void close_root(struct cpu *cpu, uintptr_t only);

/*
 * Take in what can be walked from the tables that @cpu holds of its PCID: they were not
 * followed while another PCID was in use.
 */
void close_kept(struct cpu *cpu);

/* Take in what can be walked to @va from the tables that @cpu holds. */
void close_page(struct cpu *cpu, uintptr_t va);

/*
 * Without speculation: @cpu has walked to @leaf, and holds that and, @from_root, the tables on the
 * way; else it began at one that it holds.
 */
void hold_walk(struct cpu *cpu, const struct leaf *leaf, bool from_root);

/* The tables that @cpu holds by its PCID. */
struct tables {
	unsigned int nr;
	uint32_t table[MAX_BRANCHES];
};
void tables_note(struct tables *tables, const struct cpu *cpu);

/*
 * Of these @cpu may hold some no more: the event under way comes before stores to them that are not
 * taken in, and after those that were.
 */
void tables_let_go(const struct tables *tables, const struct cpu *cpu);

/* The same as close_root(), of all pages and whatever the kind of TLB. */
void tlb_set_close(struct cpu *cpu);
/* And from the tables of its PCID that are in @held. */
void tlb_set_close_held(struct cpu *cpu, const struct tlb_set *held);

/* @cpu may hold @leaf from now on. */
void add_leaf(struct cpu *cpu, struct leaf leaf);

#endif
