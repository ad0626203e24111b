/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/machinery/watermark.c: who reclaims when, and how much.  The allocator and reclaim are
 * stand-ins.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/watermark.h>
#include <tests/unit/unit.h>

#define USED 1000

static size_t nr_free;
static unsigned int passes;	 /* of reclaim */
static unsigned int idle_passes; /* that free nothing, before one does */
static size_t reserve;		 /* of the last page_flush_ahead() */
static void (*meanwhile)(void);	 /* what another CPU does during a pass */

static size_t nr_used(void)
{
	return USED;
}

static size_t free_frames(void)
{
	return nr_free;
}

static void flush_ahead(size_t frames)
{
	reserve = frames;
}

static unsigned int reclaim(unsigned int nr)
{
	void (*other)(void) = meanwhile;

	EXPECT_EQ(nr, RECLAIM_BATCH);
	passes++;
	meanwhile = NULL;
	if (other)
		other();
	if (idle_passes) {
		idle_passes--;
		return 0;
	}
	nr_free += nr;
	return nr;
}

#define page_nr_used	 nr_used
#define page_nr_free	 free_frames
#define page_flush_ahead flush_ahead
#define reclaim_pages	 reclaim
#include <kernel/mm/machinery/watermark.c>

/* How many passes a fault makes that finds @frames free. */
static unsigned int passes_at(size_t frames)
{
	nr_free = frames;
	passes = 0;
	watermark_check();
	return passes;
}

TEST(off, "watermark: without marks no fault reclaims, nor flushes ahead")
{
	watermark_set(0, 0);
	EXPECT_EQ(passes_at(0), 0);
	EXPECT_EQ(reserve, 0);
}

TEST(marks, "watermark: below the low mark a fault reclaims up to the high one")
{
	watermark_set(100, 100 + 3 * RECLAIM_BATCH);
	EXPECT_EQ(passes_at(100), 0);
	EXPECT_EQ(passes_at(99), 4);
	EXPECT_EQ(passes_at(100 - RECLAIM_BATCH), 4);
	EXPECT_EQ(reserve, 100 / FLUSHED_SHARE);
}

TEST(young, "watermark: a pass finds nothing while all pages are young: the next one is tried")
{
	watermark_set(100, 100 + RECLAIM_BATCH);
	idle_passes = 5;
	EXPECT_EQ(passes_at(99), 5 + 2);
}

TEST(nothing, "watermark: after two rounds over all frames nothing can be freed")
{
	watermark_set(100, 200);
	idle_passes = UINT32_MAX;
	EXPECT_EQ(passes_at(10), 2 * USED / RECLAIM_BATCH + 1);
	EXPECT(!reclaim_some());
}

/* Beside the pass of another CPU: few frames are left, or very few. */
static unsigned int passes_beside;

static void few(void)
{
	unsigned int before = passes;

	nr_free = 80;
	watermark_check();
	passes_beside = passes - before;
}

static void very_few(void)
{
	unsigned int before = passes;

	nr_free = 74;
	watermark_check();
	passes_beside = passes - before;
}

TEST(one,
     "watermark: one CPU reclaims, the others go on; below three quarters of the mark they help")
{
	watermark_set(100, 100 + RECLAIM_BATCH);
	meanwhile = few;
	(void)passes_at(99);
	EXPECT_EQ(passes_beside, 0);
	meanwhile = very_few;
	(void)passes_at(99);
	EXPECT_EQ(passes_beside, 1);
	/* It has let go of the lock. */
	EXPECT_EQ(passes_at(99), 2);
}
