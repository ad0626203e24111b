/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The RAM block device.  Each block has a frame of its own, which is allocated at the first
 * write; a two-level table finds it.
 */
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/page.h>
#include <kernel/race/point.h>

#define BLOCKS_PER_LEAF (PAGE_SIZE / sizeof(void *))

static spinlock_t blkdev_lock; /* protects the table, not the blocks' content */

/*
 * A block is read and written as a whole, block n under lock n % NR_BUSY: the device itself
 * takes no page lock.
 */
#define NR_BUSY 16
static spinlock_t busy[NR_BUSY];
static void **leaves[BLKDEV_BLOCKS / BLOCKS_PER_LEAF];
static uint64_t reserved;
static uint32_t until_failure[NR_BLKDEV_OPS]; /* 0: none */

static void *new_block_page(void)
{
	struct page *page = page_alloc_zeroed(PAGE_KERNEL);

	return page ? page_va(page) : NULL;
}

static void *block_lookup(uint64_t block)
{
	void **leaf = READ_ONCE(leaves[block / BLOCKS_PER_LEAF]);

	return leaf ? READ_ONCE(leaf[block % BLOCKS_PER_LEAF]) : NULL;
}

/* Caller holds blkdev_lock. */
static void *block_make(uint64_t block)
{
	void ***place = &leaves[block / BLOCKS_PER_LEAF];
	void **leaf = READ_ONCE(*place);
	void *data;

	if (!leaf) {
		leaf = new_block_page();
		WRITE_ONCE(*place, leaf);
	}
	if (!leaf)
		return NULL;
	leaf += block % BLOCKS_PER_LEAF;
	data = READ_ONCE(*leaf);
	if (!data) {
		data = new_block_page();
		WRITE_ONCE(*leaf, data);
	}
	return data;
}

void blkdev_fail(enum blkdev_op op, unsigned int nth)
{
	WRITE_ONCE(until_failure[op], nth);
}

static bool fails(enum blkdev_op op)
{
	return READ_ONCE(until_failure[op]) && atomic_sub(&until_failure[op], 1u) == 0;
}

int blkdev_read(uint64_t block, void *buf)
{
	const void *data;

	if (block >= BLKDEV_BLOCKS || fails(BLKDEV_READ))
		return -EIO;
	data = block_lookup(block);
	spin_lock(&busy[block % NR_BUSY]);
	point();
	if (data)
		memcpy(buf, data, PAGE_SIZE);
	else
		memset(buf, 0, PAGE_SIZE);
	spin_unlock(&busy[block % NR_BUSY]);
	return 0;
}

int blkdev_write(uint64_t block, const void *buf)
{
	void *data;

	if (block >= BLKDEV_BLOCKS || fails(BLKDEV_WRITE))
		return -EIO;
	data = block_lookup(block);
	if (!data) {
		spin_lock(&blkdev_lock);
		data = block_make(block);
		spin_unlock(&blkdev_lock);
	}
	if (!data)
		return -ENOMEM;
	spin_lock(&busy[block % NR_BUSY]);
	point();
	memcpy(data, buf, PAGE_SIZE);
	spin_unlock(&busy[block % NR_BUSY]);
	return 0;
}

int64_t blkdev_reserve(uint64_t blocks)
{
	uint64_t first = READ_ONCE(reserved);

	do {
		if (blocks > BLKDEV_BLOCKS - first)
			return -ENOSPC;
	} while (!try_cmpxchg(&reserved, &first, first + blocks));
	return (int64_t)first;
}
