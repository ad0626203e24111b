/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/tlb/luf.c: no deferred flush is ever lost, by folding or by recycling of keys.
 * A flush is a stand-in here, which publishes what the CPUs have done.
 */
#include <string.h>
#include <arch/ipi.h>
#include <kernel/lib/random.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/shootdown.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define CPUS 130 /* more than two words of a mask */

static struct cpumask flushed; /* by the last flush_tlb_cpus() */
static unsigned int flushes;

static void flush_on(unsigned int cpu)
{
	host_cpu = cpu;
	luf_publish_done(luf_ugen_now());
	host_cpu = 0;
}

void flush_tlb_cpus(const struct cpumask *mask)
{
	flushes++;
	cpumask_clear(&flushed);
	cpumask_copy(&flushed, mask);
	for_each_cpu (cpu, mask)
		flush_on(cpu);
}

bool tlb_has_mm(unsigned int cpu)
{
	return cpu % 2;
}

/* Waiting CPUs serve shootdowns, and a gate keeps IPIs; here there are none. */
void shootdown_serve(void)
{
}

void ipi_send(unsigned int cpu)
{
	(void)cpu;
}

/* A mask has the words that nr_cpus asks for: that must be set before. */
static struct cpumask mask_of(unsigned int a, unsigned int b)
{
	struct cpumask mask;

	EXPECT(a < nr_cpus && b < nr_cpus);
	cpumask_clear(&mask);
	cpumask_set(&mask, a);
	cpumask_set(&mask, b);
	return mask;
}

static bool is_mask_of(const struct cpumask *mask, unsigned int a, unsigned int b)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (cpumask_test(mask, cpu) != (cpu == a || cpu == b))
			return false;
	}
	return true;
}

static struct luf_batch batch;

static uint64_t defer(struct luf_batch *to, unsigned int a, unsigned int b)
{
	struct cpumask mask = mask_of(a, b);
	uint64_t ugen = luf_new_ugen();

	luf_fold(to, &mask, ugen);
	return ugen;
}

TEST(nothing, "luf: a batch that nothing was folded into is not pending, and costs no flush")
{
	nr_cpus = CPUS;
	EXPECT(!luf_pending(&batch));
	EXPECT(!luf_pending_since(&batch, 0));
	luf_flush(&batch);
	EXPECT_EQ(flushes, 0);
	EXPECT(!luf_key_pending(LUF_KEY_NONE));
	luf_key_flush(LUF_KEY_NONE);
	EXPECT_EQ(flushes, 0);
}

TEST(last_cpu, "luf: a deferred flush is pending until the last of its CPUs has caught up")
{
	uint64_t ugen;

	nr_cpus = CPUS;
	flush_on(3);
	flush_on(129);
	ugen = defer(&batch, 3, 129);
	EXPECT(luf_pending(&batch) && luf_pending_since(&batch, ugen));
	EXPECT(!luf_pending_since(&batch, ugen - 1));
	flush_on(5);
	EXPECT(luf_pending(&batch));
	flush_on(129);
	EXPECT(luf_pending(&batch));
	luf_flush(&batch);
	EXPECT(is_mask_of(&flushed, 3, 3));
	EXPECT(!luf_pending(&batch) && !luf_pending_since(&batch, ugen));
	luf_flush(&batch);
	EXPECT_EQ(flushes, 1);
}

TEST(old_claim, "luf: a claim read before the deferral does not settle it")
{
	uint64_t claim;

	nr_cpus = CPUS;
	claim = luf_ugen_now();
	defer(&batch, 7, 7);
	host_cpu = 7;
	luf_publish_done(claim);
	EXPECT(luf_pending(&batch));
	EXPECT_EQ(luf_ugen_done(7), claim);
}

TEST(fold, "luf: folding keeps the newest tick and the union of the masks, in any order")
{
	for (unsigned int order = 0; order < 2; order++) {
		struct luf_batch to = { .ugen = 0 };
		struct cpumask mask, more;
		uint64_t older, newer;

		nr_cpus = CPUS;
		mask = mask_of(1, 70);
		more = mask_of(2, 128);
		older = luf_new_ugen();
		newer = luf_new_ugen();
		luf_fold(&to, order ? &more : &mask, order ? newer : older);
		luf_fold(&to, order ? &mask : &more, order ? older : newer);
		EXPECT_EQ(to.ugen, newer);
		EXPECT(cpumask_test(&to.mask, 1) && cpumask_test(&to.mask, 70));
		EXPECT(cpumask_test(&to.mask, 2) && cpumask_test(&to.mask, 128));
		luf_flush(&to);
		EXPECT(cpumask_test(&flushed, 70) && cpumask_test(&flushed, 128));
		EXPECT(!luf_pending(&to));
	}
}

TEST(forget, "luf: what is done is forgotten: a later flush does not ask its CPUs again")
{
	nr_cpus = CPUS;
	defer(&batch, 1, 2);
	luf_flush(&batch);
	defer(&batch, 3, 4);
	luf_flush(&batch);
	EXPECT(is_mask_of(&flushed, 3, 4));
	EXPECT_EQ(flushes, 2);
}

TEST(behind, "luf: a flush asks only the CPUs of the mask that are behind")
{
	nr_cpus = CPUS;
	defer(&batch, 1, 2);
	defer(&batch, 65, 65);
	flush_on(1);
	luf_flush(&batch);
	EXPECT(is_mask_of(&flushed, 2, 65));
}

TEST(keys, "luf: keys are not 0, differ until they are recycled, and name their flush")
{
	bool seen[NR_LUF_KEYS + 1] = { false };
	struct cpumask mask;

	nr_cpus = CPUS;
	mask = mask_of(9, 9);
	for (unsigned int i = 0; i < NR_LUF_KEYS; i++) {
		luf_key_t key = luf_new_key(&mask, luf_new_ugen());

		EXPECT(key != LUF_KEY_NONE && key <= NR_LUF_KEYS);
		EXPECT(!seen[key]);
		seen[key] = true;
		EXPECT(luf_key_pending(key));
	}
	luf_key_flush(NR_LUF_KEYS);
	EXPECT(!luf_key_pending(1) && !luf_key_pending(NR_LUF_KEYS));
	EXPECT_EQ(flushes, 1);
}

TEST(recycling, "luf: a key given again stands for the newest tick and all CPUs of its users")
{
	luf_key_t first = 0, again = 0;

	nr_cpus = CPUS;
	for (unsigned int i = 0; i <= NR_LUF_KEYS; i++) {
		struct cpumask mask = mask_of(i == 0 ? 5 : 70, 129);
		luf_key_t key = luf_new_key(&mask, luf_new_ugen());

		if (i == 0)
			first = key;
		again = key;
	}
	EXPECT_EQ(again, first);
	flush_on(129);
	EXPECT(luf_key_pending(first));
	luf_key_flush(first);
	EXPECT(is_mask_of(&flushed, 5, 70));
	EXPECT(!luf_key_pending(first));
}

/* A deferral as a frame remembers it: owed by these CPUs since that tick. */
struct owed {
	luf_key_t key;
	struct cpumask mask;
	uint64_t ugen;
};

static bool is_owed(const struct owed *owed)
{
	for_each_cpu (cpu, &owed->mask) {
		if (luf_ugen_done(cpu) < owed->ugen)
			return true;
	}
	return false;
}

/* Random deferrals and flushes; the number of deferrals that were lost. */
static unsigned int random_keys(uint64_t seed)
{
	static struct owed owed[1000];
	struct random random = random_seeded(seed, 0);
	unsigned int lost = 0;

	for (unsigned int i = 0; i < 1000; i++) {
		struct owed *one = &owed[i];
		unsigned int older = (unsigned int)random_below(&random, i + 1);

		one->mask = mask_of((unsigned int)random_below(&random, nr_cpus),
				    (unsigned int)random_below(&random, nr_cpus));
		one->ugen = luf_new_ugen();
		one->key = luf_new_key(&one->mask, one->ugen);
		flush_on((unsigned int)random_below(&random, nr_cpus));
		for (unsigned int j = 0; j <= i; j++)
			lost += is_owed(&owed[j]) && !luf_key_pending(owed[j].key);
		if (random_below(&random, 4))
			continue;
		luf_key_flush(owed[older].key);
		lost += is_owed(&owed[older]);
	}
	return lost;
}

TEST(few_keys, "luf: with one key all frames share it, newest tick and all CPUs")
{
	struct cpumask a, b;
	luf_key_t first;

	nr_cpus = CPUS;
	a = mask_of(1, 2);
	b = mask_of(3, 4);
	luf_limit_keys(1);
	first = luf_new_key(&a, luf_new_ugen());
	EXPECT_EQ(luf_new_key(&b, luf_new_ugen()), first);
	flush_on(3);
	flush_on(4);
	EXPECT(luf_key_pending(first));
	luf_key_flush(first);
	EXPECT(is_mask_of(&flushed, 1, 2));
	EXPECT(!luf_key_pending(first));
	EXPECT_PANIC(luf_limit_keys(0), "keys");
	EXPECT_PANIC(luf_limit_keys(NR_LUF_KEYS + 1), "keys");
}

TEST(wraps_mutant, "luf: the mutant forgets the first user of a key that is given again")
{
	struct cpumask a, b;

	nr_cpus = CPUS;
	a = mask_of(1, 2);
	b = mask_of(3, 4);
	luf_limit_keys(1);
	mutant_set(MUTANT_LUF_KEY_WRAPS, true);
	(void)luf_new_key(&a, luf_new_ugen());
	luf_key_flush(luf_new_key(&b, luf_new_ugen()));
	EXPECT(is_mask_of(&flushed, 3, 4));
}

TEST(everybody, "luf: a flush of everybody asks no mask, only who has an mm and is behind")
{
	uint64_t ugen;

	nr_cpus = 6;
	ugen = luf_new_ugen();
	EXPECT(!luf_everybody_reached(ugen));
	flush_on(3);
	luf_flush_everybody(ugen);
	EXPECT(is_mask_of(&flushed, 1, 5));
	EXPECT(luf_everybody_reached(ugen));
	luf_flush_everybody(ugen);
	EXPECT_EQ(flushes, 1);
	EXPECT(!luf_everybody_reached(luf_new_ugen()));
}

TEST(random_deferrals, "luf: random deferrals with recycled keys: none is lost")
{
	nr_cpus = CPUS;
	for (uint64_t seed = 0; seed < 3; seed++)
		EXPECT_EQ(random_keys(seed), 0);
}

TEST(mutants, "luf: folding that drops a mask or a tick loses some")
{
	nr_cpus = CPUS;
	mutant_set(MUTANT_LUF_FOLD_REPLACES_MASK, true);
	EXPECT(random_keys(0) > 0);
	mutant_set(MUTANT_LUF_FOLD_REPLACES_MASK, false);
	mutant_set(MUTANT_LUF_FOLD_KEEPS_OLD_UGEN, true);
	EXPECT(random_keys(0) > 0);
}
