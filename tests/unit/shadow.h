/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A simple model of memory, with which the memory manager is compared: which page of
 * which address space is mapped how, and which word it begins with.
 *
 * CPUs access it between calls, when every load must give the latest word, and in the
 * middle of calls, at the kernel's own steps.  There a load may find the old word, but
 * not that of a frame that no mapping has; and a store that was made may not be lost.
 */
#ifndef TESTS_UNIT_SHADOW_H
#define TESTS_UNIT_SHADOW_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/lib/random.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/tables/mm_types.h>

#define CPUS	   3
#define MMS	   2
#define FILES	   2
#define FILE_PAGES 8
#define SPOTS	   8 /* pages of an address space that are used */

/* What is in frames that no mapping has. */
#define NOBODYS 0x9999999999999999UL

/* What an address space should have at a spot. */
struct spot {
	bool mapped;
	unsigned int flags;
	int file; /* -1: anonymous */
	uint64_t index;
	bool own; /* content of its own: stored to, or anonymous and touched */
	uint64_t word;
};

struct shadow {
	struct mm *mms[MMS];
	struct spot spots[MMS][SPOTS];
	struct file *files[FILES];
	uint64_t words[FILES][FILE_PAGES];
	int used_by[CPUS]; /* the mm that each CPU uses; -1: none */
	bool lazy[CPUS];
	unsigned int caller; /* the CPU that makes the call, or the access, under way */
	unsigned int loads_per_store;
	uint64_t last_word;
	uint64_t stored_meanwhile; /* stores made in the middle of calls */
	struct random random;
	char wrong[128]; /* what did not hold first; empty: nothing */
};

extern struct shadow shadow;

unsigned int below(unsigned int bound);
uintptr_t spot_va(unsigned int spot);
void complain(const char *what, unsigned int cpu, unsigned int spot, uint64_t got, uint64_t want);

/* This CPU makes the next call. */
void shadow_play(unsigned int cpu);

/* Some CPU, awake or woken up for it, makes a random access, which is checked. */
void shadow_access(void);

/* A store in a free frame, found by the allocator, is wrong. */
void shadow_check_frames(void);

#endif
