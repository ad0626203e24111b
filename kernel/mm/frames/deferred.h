/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames that LUF freed before their flush: how many may wait and for how long, and who
 * gets one.  Beyond the series, whose reviewers feared two things:
 *
 *	latency	a deferred flush is made by whoever allocates.  So when more than luf_max=
 *		frames wait, or one for longer than luf_age=, all are flushed in one go; they
 *		stay where they are, and cost nothing on the way out.
 *	data	a mistake in LUF's books shows a program what is in the frame next.  Under
 *		luf_owner=same that is at worst the program's own, or its file's: for any
 *		other owner no book is asked, but every CPU flushes.
 *
 * The allocator calls this with frames_lock held, but where a flush is made.
 */
#ifndef KERNEL_MM_FRAMES_DEFERRED_H
#define KERNEL_MM_FRAMES_DEFERRED_H

#include <kernel/mm/frames/page.h>

#define DEFERRED_NO_LIMIT UINT64_MAX

struct deferred_limits {
	uint64_t frames; /* that may wait; DEFERRED_NO_LIMIT: any number */
	uint64_t age_us; /* looked at when a frame enters or leaves; or DEFERRED_NO_LIMIT */
};

extern const struct deferred_limits deferred_usual;

/* The limits in force; changed only while no test runs. */
void deferred_limit(const struct deferred_limits *limits);

/* For whose frames LUF's books are asked: their last owner's next ones, or, as in the series, any.
 */
enum luf_owner { LUF_OWNER_SAME, LUF_OWNER_ANY, NR_LUF_OWNERS };

/* As luf_owner= has it. */
const char *luf_owner_name(enum luf_owner owner);

/* The rule in force; changed only while no test runs. */
enum luf_owner luf_owner(void);
void luf_owner_choose(enum luf_owner owner);

size_t deferred_nr(void);

/* @page, free but for its flush, waits from now on.  Caller holds frames_lock. */
void deferred_add(struct page *page);

/* The frame that has waited longest, or, @newest, shortest; NULL: none.  Caller holds frames_lock.
 */
struct page *deferred_take(bool newest);

/*
 * The frame that has waited longest, if every CPU has flushed since; else NULL.  No flush
 * is owed for it.  Caller holds frames_lock.
 */
struct page *deferred_take_flushed(void);

/*
 * Do too many wait, or for too long?  Then the tick up to which the caller must settle
 * them; else 0.  It holds frames_lock.
 */
uint64_t deferred_overdue(void);

/* Flush what was deferred up to @ugen, in one go.  May send IPIs. */
void deferred_settle(uint64_t ugen);

/* Flush what is owed for @page, which was taken, before @owner gets it.  May send IPIs. */
void deferred_take_off(const struct page *page, owner_t owner);

#endif
