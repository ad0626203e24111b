/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that make operations fail: see tests/litmus.h.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/objects/swap.h>
#include <tests/litmus.h>

void fail_reads(void)
{
	blkdev_fail(BLKDEV_READ, 1);
}

void fail_writes(void)
{
	blkdev_fail(BLKDEV_WRITE, 1);
}

void use_up_swap(void)
{
	swap_limit(0);
}

void use_up_frames(void)
{
	page_starve(true);
}

void heal(void)
{
	blkdev_fail(BLKDEV_READ, 0);
	blkdev_fail(BLKDEV_WRITE, 0);
	swap_limit(SWAP_MAX_SLOTS);
	page_starve(false);
}
