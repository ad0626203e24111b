/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The set-TLB: for each CPU every translation that it may hold.
 *
 * What a TLB fills and drops by itself cannot be predicted.  So the set holds each translation that
 * could be walked at some moment since its last flush.  It is kept closed: after each store to a
 * table that a walker could be in, all that can now be walked is added.
 *
 *	leaf	{pcid, page} -> frame, rights, D
 *	branch	{pcid, part of the address space} -> table	(paging-structure caches)
 *
 * Sources: SDM vol. 3, 4.10.2 (TLBs), 4.10.3 (paging-structure caches), 4.10.4
 * (invalidation).
 */
#ifndef ARCH_MODEL_MACHINE_TLB_SET_H
#define ARCH_MODEL_MACHINE_TLB_SET_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/pte.h>
#include <arch/model/machine/limits.h>

struct cpu;

enum {
	LEAF_WRITE = 1,
	LEAF_USER = 2,
	LEAF_NX = 4,
	LEAF_DIRTY = 8,
	LEAF_GLOBAL = 16,
	LEAF_LARGE = 32,
	LEAF_YOUNG = 64 /* A was set */
};

struct leaf {
	uint64_t page; /* va >> PAGE_SHIFT; of a large leaf its first */
	uint32_t frame;
	uint16_t pcid;
	uint8_t bits;
	uint8_t level;	   /* 0: 4 KiB, 1: 2 MiB */
	uint8_t doomed;	   /* a bit for each CPU whose broadcast ends it: tlb_set_doom() */
	uint32_t owner;	   /* how often the frame had been allocated when this was added */
	uint32_t added_at; /* one more than the event; 0: before the first */
};

struct branch {
	uint64_t base; /* of the part of the address space */
	uint32_t table;
	uint16_t pcid;
	uint8_t level; /* of the table: 0 holds leaves */
	uint8_t bits;
	uint8_t doomed; /* as a leaf's */
	uint32_t owner; /* of the table's frame, as of a leaf's */
	uint32_t added_at;
};

/*
 * What fills a TLB.
 *
 *	SETS	everything that it may hold, all at once: see above
 *	COLLAPSE the same, but an access decides which of its page's leaves the CPU had: what
 *		a TLB with one leaf a page may do
 *	EAGER	one leaf a page, filled by speculation (an event of its own) and by accesses;
 *		one table a level, filled by speculation: what a real TLB might do, to check
 *		the sets; see filler.h
 *	DEMAND	one leaf a page, filled by accesses only and used until it is flushed: emulators
 */
enum tlb_kind { TLB_SETS, TLB_COLLAPSE, TLB_EAGER, TLB_DEMAND };
void tlb_set_use(enum tlb_kind kind);

extern enum tlb_kind tlb_kind_in_use;

static inline enum tlb_kind tlb_set_kind(void)
{
	return tlb_kind_in_use;
}

struct tlb_set {
	unsigned int nr_leaves;
	unsigned int nr_branches;
	struct leaf leaves[MAX_LEAVES];
	struct branch branches[MAX_BRANCHES];
};

/* A frame is, or was, a table in some set; mapped by a leaf in some set. */
enum { FRAME_IS_TABLE = 1, FRAME_IS_LEAF = 2 };
extern uint8_t frame_flags[];

/* How often each frame has been allocated. */
extern uint32_t frame_owner[];

/* Instructions, on CPU @cpu. */
void tlb_set_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush);
void tlb_set_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va);
void tlb_set_drop_pcid(unsigned int cpu, unsigned int pcid);
void tlb_set_drop_all(unsigned int cpu);
/*
 * tlb_set_doom(): a broadcast of CPU @by, of page @va in every PCID or of ALL_PAGES: what CPUs hold
 * of it now is doomed, unless it is walked anew.  tlb_set_end_doomed(): the broadcast ends, and all
 * that it doomed is dropped.
 */
void tlb_set_doom(unsigned int by, uintptr_t va);
void tlb_set_end_doomed(unsigned int by);
/* A page fault at @va drops what led to it (SDM vol. 3, 4.10.4.1). */
void tlb_set_fault(unsigned int cpu, uintptr_t va);

/* EAGER and DEMAND: @cpu now holds @leaf, and no other of that page. */
void tlb_set_fill(unsigned int cpu, const struct leaf *leaf);
/* EAGER: @cpu now holds @branch, and no other table of that level there. */
void tlb_set_fill_branch(unsigned int cpu, const struct branch *branch);
/*
 * COLLAPSE: @cpu has used @leaf for @va, or walked if @leaf is NULL, so it can hold only that or
 * what can be walked now.
 */
void tlb_set_collapse(unsigned int cpu, const struct leaf *leaf, uintptr_t va);

void tlb_set_reset(void);
void tlb_set_save(void);
void tlb_set_restore(void);

#endif
