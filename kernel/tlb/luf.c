/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LUF's batches and keys.  See luf.h for the protocol.
 */
#include <kernel/lib/bug.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_stats.h>
#include <kernel/tlb/tlb.h>

/* keyed[key - 1] is the batch of key.  next_key counts the keys given so far. */
static struct luf_batch keyed[NR_LUF_KEYS];
static uint64_t next_key;
static unsigned int nr_keys = NR_LUF_KEYS;

/* Held during a flush of what was deferred. */
static spinlock_t flushing;

/* Set @behind to those CPUs of @mask that have not reached @ugen. */
static void cpus_behind(const struct cpumask *mask, uint64_t ugen, struct cpumask *behind)
{
	cpumask_clear(behind);
	for_each_cpu (cpu, mask) {
		if (luf_ugen_done(cpu) < ugen)
			cpumask_put(behind, cpu);
	}
}

bool luf_pending_since(const struct luf_batch *batch, uint64_t ugen)
{
	for_each_cpu (cpu, &batch->mask) {
		if (luf_ugen_done(cpu) < ugen)
			return true;
	}
	return false;
}

bool luf_pending(const struct luf_batch *batch)
{
	return luf_pending_since(batch, READ_ONCE(batch->ugen));
}

void luf_fold(struct luf_batch *to, const struct cpumask *mask, uint64_t ugen)
{
	/* Why: without it two folds at once lose one of their masks.  Litmus
	 * reclaim/luf-folds-at-once. */
	bool locked = !mutant(LUF_FOLD_SKIP_LOCK);

	if (locked)
		spin_lock(&to->lock);
	if (!luf_pending(to))
		cpumask_clear(&to->mask);
	if (mutant(LUF_FOLD_REPLACES_MASK))
		cpumask_clear(&to->mask);
	cpumask_add(&to->mask, mask);
	if (ugen > to->ugen && !(mutant(LUF_FOLD_KEEPS_OLD_UGEN) && to->ugen))
		WRITE_ONCE(to->ugen, ugen);
	if (locked)
		spin_unlock(&to->lock);
}

static void flush_behind(const struct cpumask *behind)
{
	if (cpumask_empty(behind))
		return;
	luf_stats_here()->flushes++;
	flush_tlb_cpus(behind);
}

void luf_flush(struct luf_batch *batch)
{
	struct cpumask behind;

	if (!luf_pending(batch))
		return;
	/* One at a time: a flush covers all that is pending, so a waiter finds nothing to do. */
	spin_lock(&flushing);
	spin_lock(&batch->lock);
	cpus_behind(&batch->mask, batch->ugen, &behind);
	spin_unlock(&batch->lock);
	flush_behind(&behind);
	spin_unlock(&flushing);
}

/* The CPUs that have an mm loaded.  A CPU that loads one later sees its new tlb_gen. */
static void cpus_in_use(struct cpumask *mask)
{
	cpumask_clear(mask);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (tlb_has_mm(cpu))
			cpumask_put(mask, cpu);
	}
}

bool luf_everybody_reached(uint64_t ugen)
{
	struct cpumask all;
	struct cpumask behind;

	cpus_in_use(&all);
	cpus_behind(&all, ugen, &behind);
	return cpumask_empty(&behind);
}

void luf_flush_everybody(uint64_t ugen)
{
	struct cpumask all;
	struct cpumask behind;

	if (luf_everybody_reached(ugen))
		return;
	spin_lock(&flushing);
	cpus_in_use(&all);
	cpus_behind(&all, ugen, &behind);
	flush_behind(&behind);
	spin_unlock(&flushing);
}

void luf_limit_keys(unsigned int keys)
{
	BUG_ON(!keys || keys > NR_LUF_KEYS);
	nr_keys = keys;
}

/* For a mutant: frames may still name their flush by the key of this slot. */
static void forget_slot(struct luf_batch *slot)
{
	WRITE_ONCE(slot->ugen, 0);
	cpumask_clear(&slot->mask);
}

luf_key_t luf_new_key(const struct cpumask *mask, uint64_t ugen)
{
	uint64_t slot = fetch_add(&next_key, 1) % nr_keys;

	/* Why fold: an earlier user's flush may be pending.  Litmus reclaim/luf-key-wraps. */
	if (mutant(LUF_KEY_WRAPS))
		forget_slot(&keyed[slot]);
	luf_fold(&keyed[slot], mask, ugen);
	return (luf_key_t)(slot + 1);
}

void luf_key_fold(luf_key_t key, luf_key_t other)
{
	struct luf_batch *from = &keyed[other - 1];
	struct cpumask mask;
	uint64_t ugen;

	spin_lock(&from->lock);
	mask = from->mask;
	ugen = from->ugen;
	spin_unlock(&from->lock);
	luf_fold(&keyed[key - 1], &mask, ugen);
}

bool luf_key_pending(luf_key_t key)
{
	return key != LUF_KEY_NONE && luf_pending(&keyed[key - 1]);
}

void luf_key_flush(luf_key_t key)
{
	if (key != LUF_KEY_NONE)
		luf_flush(&keyed[key - 1]);
}
