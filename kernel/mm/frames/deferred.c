/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of frames that wait for their flush, oldest first, and its limits.
 */
#include <arch/cpu.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_stats.h>
#include <kernel/tlb/luf_ticks.h>

/* Enough to defer flushes well past a batch, but not so many that they fill memory. */
const struct deferred_limits deferred_usual = { .frames = 4096, .age_us = 100000 };

static struct deferred_limits limits = { .frames = 4096, .age_us = 100000 };
static enum luf_owner trusted = LUF_OWNER_SAME;

/* Protected by frames_lock. */
static struct list_head waiting = LIST_HEAD_INIT(waiting);
static size_t nr_waiting;

/* Of these, how many came since the last flush of all, and when the first of them came. */
static size_t nr_owed;
static uint64_t owed_since;

void deferred_limit(const struct deferred_limits *new)
{
	limits = *new;
}

const char *luf_owner_name(enum luf_owner owner)
{
	static const char *const names[NR_LUF_OWNERS] = {
		[LUF_OWNER_SAME] = "same",
		[LUF_OWNER_ANY] = "any",
	};

	return names[owner];
}

enum luf_owner luf_owner(void)
{
	return trusted;
}

void luf_owner_choose(enum luf_owner owner)
{
	trusted = owner;
}

size_t deferred_nr(void)
{
	return READ_ONCE(nr_waiting);
}

void deferred_add(struct page *page)
{
	page->luf_ugen = luf_ugen_now();
	list_add_tail(&page->lru, &waiting);
	WRITE_ONCE(nr_waiting, nr_waiting + 1);
	if (!nr_owed++)
		owed_since = cpu_cycles();
	luf_stats_here()->frames++;
}

static struct page *take(struct page *page)
{
	list_del(&page->lru);
	WRITE_ONCE(nr_waiting, nr_waiting - 1);
	if (nr_owed > nr_waiting)
		nr_owed = nr_waiting;
	return page;
}

struct page *deferred_take(bool newest)
{
	if (!nr_waiting)
		return NULL;
	return take(newest ? list_entry(waiting.prev, struct page, lru) :
			     list_first(&waiting, struct page, lru));
}

struct page *deferred_take_flushed(void)
{
	struct page *oldest;

	if (!nr_waiting)
		return NULL;
	oldest = list_first(&waiting, struct page, lru);
	return luf_everybody_reached(oldest->luf_ugen) ? take(oldest) : NULL;
}

/* The clock of another CPU may be a little ahead of ours. */
static bool is_old(void)
{
	uint64_t now = cpu_cycles();

	return limits.age_us != DEFERRED_NO_LIMIT && now > owed_since &&
	       (now - owed_since) / cpu_cycles_per_us() > limits.age_us;
}

uint64_t deferred_owe_nothing(void)
{
	BUG_ON(!nr_waiting);
	nr_owed = 0;
	return list_entry(waiting.prev, struct page, lru)->luf_ugen;
}

uint64_t deferred_overdue(void)
{
	if (!nr_owed || (nr_owed <= limits.frames && !is_old()))
		return 0;
	return deferred_owe_nothing();
}

bool deferred_runs_out(size_t reserve)
{
	size_t owed = READ_ONCE(nr_owed);

	return owed && READ_ONCE(nr_waiting) < owed + reserve;
}

void deferred_settle(uint64_t ugen)
{
	luf_flush_everybody(ugen);
}

void deferred_take_off(const struct page *page, owner_t owner)
{
	uint64_t flushes = luf_stats_here()->flushes;
	uint64_t start = cpu_cycles();

	BUG_ON(!irqs_enabled());
	if (luf_owner() == LUF_OWNER_ANY || (owner != OWNER_KERNEL && page->owner == owner))
		luf_key_flush(page->luf_key);
	/* Why: the next owner is another one.  Litmus reclaim/luf-reuse-one-cpu. */
	else if (!mutant(OWNER_SKIP_FLUSH))
		luf_flush_everybody(page->luf_ugen);
	luf_stats_takeoff(cpu_cycles() - start, flushes);
}
