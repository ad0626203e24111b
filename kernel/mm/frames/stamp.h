/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stamps: the first words of every page say whose content it is, {kind, owner, index,
 * version}, so that the value of any user load can be traced to its owner.  The data
 * oracle judges by them.
 *
 *	63       56 55    52 51      40 39        24 23            0
 *	+----------+--------+----------+------------+---------------+
 *	|  magic   |  kind  |  owner   |   index    |    version    |
 *	+----------+--------+----------+------------+---------------+
 */
#ifndef KERNEL_MM_FRAMES_STAMP_H
#define KERNEL_MM_FRAMES_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#define STAMP_MAGIC 0xa5ULL
/* The stamp is repeated over the first cache line of the page. */
#define STAMP_WORDS 8

enum stamp_kind {
	STAMP_FREE,  /* the frame is in the allocator.  The other fields are 0 */
	STAMP_ANON,  /* fresh anonymous memory.  owner: the mm of its object, mm->anon; index: of
			the address where it was born, which may have been another VMA's before
			mremap(); version: its number among all pages that were ever fresh */
	STAMP_FILE,  /* owner: the file; index: the page in it */
	STAMP_STORE, /* written by a user store.  owner: the actor */
	STAMP_TABLE, /* a frame that became a page table */
	NR_STAMP_KINDS,
};

struct stamp {
	enum stamp_kind kind;
	unsigned int owner;
	unsigned int index;
	unsigned int version;
};

static inline uint64_t stamp_make(enum stamp_kind kind, unsigned int owner, unsigned int index,
				  unsigned int version)
{
	return STAMP_MAGIC << 56 | (uint64_t)kind << 52 | (uint64_t)(owner & 0xfff) << 40 |
	       (uint64_t)(index & 0xffff) << 24 | (version & 0xffffff);
}

/* A new stamp for a fresh page; how many there were so far.  In the model these are no events. */
uint64_t stamp_fresh(unsigned int owner, unsigned int index);
uint32_t stamp_births(void);

/* False: @word is no stamp. */
bool stamp_decode(uint64_t word, struct stamp *stamp);

/* Write "file 3 page 0 version 17" to @buf. */
void stamp_describe(uint64_t word, char *buf, uint32_t size);

/* Write @word to the first cache line of @page; does all of that line hold @word? */
void stamp_put(void *page, uint64_t word);
bool stamp_intact(const void *page, uint64_t word);

#endif
