/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls and accesses of one execution, their order, and their results.
 */
#ifndef ARCH_MODEL_PAIRS_HISTORY_H
#define ARCH_MODEL_PAIRS_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#define SPEC_CPUS      2
#define SPEC_CALLS_MAX 24

enum spec_kind {
	SPEC_LOAD,
	SPEC_STORE,
	SPEC_MUNMAP,
	SPEC_MMAP, /* private anonymous memory, over what is there */
	SPEC_PROTECT_R,
	SPEC_PROTECT_RW,
	SPEC_DONTNEED,
	SPEC_FREE,
	SPEC_CLEAR_REFS,
	SPEC_MREMAP, /* from x to z */
	SPEC_REPLACE,
	SPEC_DMA, /* a device stores to the page that it has pinned */
	SPEC_READ,
	SPEC_WRITE,
	SPEC_FSYNC,   /* its value is what the device has on return */
	SPEC_PAGEMAP, /* its value is 1 if x is soft-dirty, else 0 */
	SPEC_TRUNCATE,
	SPEC_INVALIDATE,
	SPEC_REVOKE,	    /* a device takes its page back */
	SPEC_DEVICE_CHANGE, /* behind the cache's back */
	SPEC_FORK,
	SPEC_INVISIBLE, /* reclaim and others that no program can notice */
	NR_SPEC_KINDS,
};

/* Values: below 16 what was stored; the rest as the litmus format names them; each is a bit. */
#define SPEC_OLD    16 /* what the file has at first */
#define SPEC_FRESH  20
#define SPEC_FAULT  21
#define SPEC_DONE   22
#define SPEC_VALUES 40 /* one more than the largest */

/* Before the race, in it, after it: calls in different phases are ordered. */
enum spec_phase { SPEC_BEFORE, SPEC_RACE, SPEC_AFTER };

struct spec_call {
	uint8_t kind;
	uint8_t phase;
	uint8_t cpu;
	uint8_t nr;		 /* its number in that phase on that CPU, from 1 */
	uint8_t seen[SPEC_CPUS]; /* race: how many calls each other CPU had ended before */
	bool at_z;
	bool in_child;	 /* an access by the process that fork() made, at x */
	bool noticed;	 /* an access that took a fault */
	uint64_t value;	 /* read; or to be written */
	uint64_t result; /* SPEC_DONE, SPEC_FAULT, or an error */
	const char *name;
};

struct spec_history {
	bool file;	   /* x maps a page of a file, or of a device */
	bool shared;	   /* so that stores reach it */
	bool asks_noticed; /* whether stores were noticed is known */
	unsigned int nr;
	struct spec_call calls[SPEC_CALLS_MAX];
};

/* Does a call of @kind return a value that it read? */
static inline bool spec_is_read(unsigned int kind)
{
	return kind == SPEC_LOAD || kind == SPEC_READ || kind == SPEC_FSYNC || kind == SPEC_PAGEMAP;
}

/* Did @call unmap what was mapped, or a part of it? */
static inline bool spec_unmaps(const struct spec_call *call)
{
	return call->result == SPEC_DONE &&
	       (call->kind == SPEC_MUNMAP || call->kind == SPEC_MMAP || call->kind == SPEC_MREMAP ||
		call->kind == SPEC_DONTNEED || call->kind == SPEC_TRUNCATE);
}

/* Does a call of @kind change nothing that a program can see? */
static inline bool spec_is_invisible(unsigned int kind)
{
	return kind == SPEC_INVISIBLE;
}

#endif
