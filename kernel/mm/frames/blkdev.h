/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The RAM block device under the page cache: blocks of one page, zero until written.
 */
#ifndef KERNEL_MM_FRAMES_BLKDEV_H
#define KERNEL_MM_FRAMES_BLKDEV_H

#include <stdint.h>

#define BLKDEV_BLOCKS 65536

enum blkdev_op { BLKDEV_READ, BLKDEV_WRITE, NR_BLKDEV_OPS };

/*
 * Copy block @block from or to @buf, a page long.  0, -EIO (no such block, or
 * blkdev_fail() said so) or -ENOMEM.
 */
int blkdev_read(uint64_t block, void *buf);
int blkdev_write(uint64_t block, const void *buf);

/* Reserve @blocks blocks.  Returns the number of the first, or -ENOSPC. */
int64_t blkdev_reserve(uint64_t blocks);

/* For tests of error paths: the @nth @op from now fails once and changes nothing; 0: none fails. */
void blkdev_fail(enum blkdev_op op, unsigned int nth);

#endif
