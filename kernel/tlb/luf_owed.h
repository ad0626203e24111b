/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The records of luf_debug=on (luf_debug.h): page-table entries that are gone, and the CPUs
 * that may still have them.
 */
#ifndef KERNEL_TLB_LUF_OWED_H
#define KERNEL_TLB_LUF_OWED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/lib/cpumask.h>
#include <kernel/tlb/mm_tlb.h>

enum debug_rights { DEBUG_READ = 1, DEBUG_WRITE = 2, DEBUG_EXEC = 4 };

/* The page of which a frame holds a copy; owner NULL: no other frame may hold a copy of it. */
struct debug_object {
	const void *owner;
	uint64_t index;
};

/* An entry of a page table. */
struct debug_entry {
	const struct mm_tlb *mm;
	uintptr_t va;
	uint64_t pfn;
	unsigned int rights; /* DEBUG_WRITE: a store needs no new look at the entry */
	bool table;	     /* it leads to a table, not to a page */
	struct debug_object object;
};

#define DEBUG_PCS 10

enum debug_rule { DEBUG_NO_RULE, DEBUG_R1, DEBUG_R2, DEBUG_R3, DEBUG_R4, DEBUG_R5, NR_DEBUG_RULES };

struct debug_place {
	size_t nr;
	uintptr_t pcs[DEBUG_PCS]; /* innermost first */
};

/* How a rule was broken. */
struct debug_break {
	enum debug_rule rule; /* DEBUG_NO_RULE: none was broken */
	const char *what;     /* in which way */
	uint64_t new_pfn;     /* the frame that the address maps, or that holds the page, now */
	struct debug_place at;
};

/* An entry whose flush some CPUs owe. */
struct owed {
	struct debug_entry entry;
	uint64_t ctx_id;
	uint64_t tlb_gen; /* of the mm, when the entry was lost */
	uint64_t ugen;	  /* LUF's tick then */
	struct cpumask cpus;
	uint64_t born;	 /* luf_debug_now() before it was lost */
	unsigned int by; /* the CPU that lost it */
	struct debug_place lost_at;
	struct debug_break broken; /* a break while none of those CPUs made user accesses */
};

#endif
