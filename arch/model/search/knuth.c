/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descend at random, and divide 1 by the probability of reaching that leaf: the mean of this is the
 * number of leaves, whatever the probabilities are (Knuth, "Estimating the efficiency of backtrack
 * programs", Math. Comp. 29, 1975).
 *
 * The more equal the probabilities are, the less the quotient varies.  Two threads with m and n
 * events left have (m + n)! / m! n! interleavings, of which m / (m + n) begin with the first.  So
 * about every other descent chooses a thread in proportion to the events that it has left,
 * estimated from earlier descents.  The others choose all branches with equal probability: the
 * length of a thread may depend on the path, and this way no leaf is too improbable to be found.
 */
#include <math.h>
#include <stdlib.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/search/knuth.h>
#include <kernel/lib/random.h>

/* A moving average of that many descents. */
#define MEMORY 100

/*
 * A quotient is above 10 times the mean with a probability of at most 0.1 (Markov); a quarter
 * of 150 of them, with one below 0.01 (Hoeffding).
 */
#define MARKOV 10
#define ENOUGH 150

static struct random dice;
static unsigned int nr_probes;
static long double probes[KNUTH_PROBES];

/* The path so far: its probability if all branches are equal, and if threads are weighted. */
static bool weighing;
static long double if_alike;
static long double if_weighed;
static unsigned int done[MAX_THREADS]; /* events */
static double usual[MAX_THREADS];      /* events of a whole descent */

static void begin_descent(void)
{
	weighing = random_below(&dice, 2);
	if_alike = 1;
	if_weighed = 1;
	for (unsigned int i = 0; i < MAX_THREADS; i++)
		done[i] = 0;
}

static void knuth_begin(unsigned int bound, uint64_t seed)
{
	(void)bound;
	dice = random_seeded(seed, 0x4b75);
	nr_probes = 0;
	for (unsigned int i = 0; i < MAX_THREADS; i++)
		usual[i] = 0;
	begin_descent();
}

static double weight(unsigned int thread)
{
	double left = usual[thread] - done[thread];

	return left > 1 ? left : 1;
}

/* Choose one of @threads with a probability in proportion to its weight. */
static unsigned int pick_weighed(threads_t threads, double total)
{
	double at = total * (double)random_below(&dice, 1u << 30) / (1u << 30);

	for (;; threads &= threads - 1) {
		unsigned int thread = (unsigned int)__builtin_ctzll(threads);

		at -= weight(thread);
		if (at < 0 || !(threads & (threads - 1)))
			return thread;
	}
}

static unsigned int pick_alike(threads_t threads, unsigned int n)
{
	for (uint64_t skip = random_below(&dice, n); skip; skip--)
		threads &= threads - 1;
	return (unsigned int)__builtin_ctzll(threads);
}

static unsigned int knuth_pick(uint32_t index, threads_t enabled)
{
	unsigned int n = (unsigned int)__builtin_popcountll(enabled);
	unsigned int thread;
	double total = 0;

	(void)index;
	for (threads_t left = enabled; left; left &= left - 1)
		total += weight((unsigned int)__builtin_ctzll(left));
	thread = weighing ? pick_weighed(enabled, total) : pick_alike(enabled, n);
	if_alike /= n;
	if_weighed *= weight(thread) / total;
	done[thread]++;
	return thread;
}

static unsigned int knuth_choose(uint32_t index, unsigned int n)
{
	(void)index;
	if_alike /= n;
	if_weighed /= n;
	return (unsigned int)random_below(&dice, n);
}

static void knuth_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	(void)index;
	(void)races;
	(void)nr_races;
}

static bool knuth_next(void)
{
	if (nr_probes == KNUTH_PROBES)
		return false;
	probes[nr_probes++] = 2 / (if_alike + if_weighed);
	for (unsigned int i = 0; i < MAX_THREADS; i++)
		usual[i] += (done[i] - usual[i]) / (nr_probes < MEMORY ? nr_probes : MEMORY);
	begin_descent();
	return true;
}

static uint32_t knuth_repeated(void)
{
	return 0;
}

static int in_order(const void *a, const void *b)
{
	long double x = *(const long double *)a;
	long double y = *(const long double *)b;

	return (x > y) - (x < y);
}

struct estimate knuth_estimate(void)
{
	struct estimate estimate = { .probes = nr_probes };
	long double squares = 0;

	for (unsigned int i = 0; i < nr_probes; i++)
		estimate.leaves += probes[i] / nr_probes;
	for (unsigned int i = 0; i < nr_probes; i++) {
		long double off = probes[i] / estimate.leaves - 1;

		squares += off * off;
	}
	if (nr_probes)
		estimate.error = estimate.leaves * sqrtl(squares) / nr_probes;
	qsort(probes, nr_probes, sizeof(probes[0]), in_order);
	if (nr_probes >= ENOUGH)
		estimate.at_least = probes[nr_probes - nr_probes / 4] / MARKOV;
	return estimate;
}

const struct strategy strategy_knuth = {
	.name = "knuth",
	.begin = knuth_begin,
	.pick = knuth_pick,
	.choose = knuth_choose,
	.event = knuth_event,
	.next = knuth_next,
	.repeated = knuth_repeated,
};
