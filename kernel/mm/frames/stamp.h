/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stamps: the data oracle's ink.
 *
 * The first words of every page say whose content it is, so that whatever a user
 * load returns can be traced to its owner: {kind, owner, index, version}.
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
	STAMP_FREE,  /* nobody's: the frame is in the allocator.  index: the pfn's low bits */
	STAMP_ANON,  /* fresh anonymous memory.  owner: the object, mm->anon, by its mm; index:
			of the address that it was born at, which the area of another page may
			have had before mremap(); version: which page, of all that were ever fresh */
	STAMP_FILE,  /* owner: the file, index: the page in it */
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

/* The stamp of a page that is fresh from now on; how many there have been.  No events. */
uint64_t stamp_fresh(unsigned int owner, unsigned int index);
uint32_t stamp_births(void);

/* False: @word is no stamp. */
bool stamp_decode(uint64_t word, struct stamp *stamp);

/* Write "file 3 page 0 version 17" to @buf. */
void stamp_describe(uint64_t word, char *buf, uint32_t size);

/* Put @word on the page at @page, and read it back: all words agree, or false. */
void stamp_put(void *page, uint64_t word);
bool stamp_intact(const void *page, uint64_t word);

#endif
