/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames that LUF freed before their flush: how many may wait, for how long, and who gets
 * one next.  This goes beyond the series, whose reviewers feared two things:
 *
 *	latency	the allocating CPU makes the deferred flush.  So when more than luf_max=
 *		frames wait, or one waits for longer than luf_age=, one flush covers them all;
 *		they stay on the list, and need no flush when they leave.
 *	data	a mistake in LUF's books shows a program the frame's next content.  With
 *		luf_owner=same that content is the program's own or its file's: before any
 *		other owner gets the frame, every CPU flushes, whatever the books say.
 *
 * The allocator holds frames_lock when it calls these, except for those that flush.
 */
#ifndef KERNEL_MM_FRAMES_DEFERRED_H
#define KERNEL_MM_FRAMES_DEFERRED_H

#include <kernel/mm/frames/page.h>

#define DEFERRED_NO_LIMIT UINT64_MAX

struct deferred_limits {
	uint64_t frames; /* how many may wait; DEFERRED_NO_LIMIT: any number */
	uint64_t age_us; /* checked when a frame enters or leaves; or DEFERRED_NO_LIMIT */
};

extern const struct deferred_limits deferred_usual;

/* The limits in force; changed only while no test runs. */
void deferred_limit(const struct deferred_limits *limits);

/* Whether LUF's books decide only for a frame's last owner, or, as in the series, for any. */
enum luf_owner { LUF_OWNER_SAME, LUF_OWNER_ANY, NR_LUF_OWNERS };

/* @owner as luf_owner= spells it. */
const char *luf_owner_name(enum luf_owner owner);

/* The rule in force; changed only while no test runs. */
enum luf_owner luf_owner(void);
void luf_owner_choose(enum luf_owner owner);

size_t deferred_nr(void);

/* Let @page, which is free but owes a flush, wait.  Caller holds frames_lock. */
void deferred_add(struct page *page);

/* The frame that waited longest; @newest: shortest; NULL: none.  Caller holds frames_lock. */
struct page *deferred_take(bool newest);

/*
 * The frame that waited longest, if every CPU has flushed since, so that no flush is owed for
 * it; else NULL.  Caller holds frames_lock.
 */
struct page *deferred_take_flushed(void);

/*
 * If too many frames wait, or one waits too long: the tick up to which the caller must settle
 * them; else 0.  Caller holds frames_lock.
 */
uint64_t deferred_overdue(void);

/* Have fewer than @reserve of the frames that wait been flushed since they came, and not all? */
bool deferred_runs_out(size_t reserve);

/*
 * The tick up to which the caller must settle the frames that wait, at least one: they count as
 * flushed from now on, so that nobody else begins, too.  Caller holds frames_lock.
 */
uint64_t deferred_owe_nothing(void);

/* Make one flush for all that was deferred up to @ugen.  May send IPIs. */
void deferred_settle(uint64_t ugen);

/* @page was taken for @owner: first make the flush that is owed for it.  May send IPIs. */
void deferred_take_off(const struct page *page, owner_t owner);

#endif
