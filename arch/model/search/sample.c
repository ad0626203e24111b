/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Random executions, for tests that are too large to be exhausted.
 *
 *	random	at each event any thread that can run
 *	pct	threads have priorities, which change at d - 1 random events: this finds a bug
 *		of depth d with a probability that has a lower bound (Burckhardt and others,
 *		ASPLOS 2010)
 */
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>
#include <kernel/lib/random.h>

#define CHANGES_MAX 16

static struct random random;
static unsigned int depth;
static uint32_t longest; /* the longest execution so far */

static unsigned int priority[MAX_THREADS]; /* higher goes first */
static uint32_t change_at[CHANGES_MAX];

static void draw_priorities(void)
{
	for (unsigned int i = 0; i < MAX_THREADS; i++)
		priority[i] = CHANGES_MAX + (unsigned int)random_below(&random, 1u << 20);
	for (unsigned int i = 0; i + 1 < depth; i++)
		change_at[i] = (uint32_t)random_below(&random, longest + 1);
}

static void sample_begin(unsigned int bound, uint64_t seed)
{
	random = random_seeded(seed, 0x9c7);
	depth = bound < CHANGES_MAX ? bound : CHANGES_MAX;
	longest = 200;
	draw_priorities();
}

static unsigned int random_pick(uint32_t index, threads_t enabled)
{
	unsigned int skip =
		(unsigned int)random_below(&random, (uint64_t)__builtin_popcountll(enabled));

	(void)index;
	while (skip--)
		enabled &= enabled - 1;
	return (unsigned int)__builtin_ctzll(enabled);
}

static unsigned int pct_pick(uint32_t index, threads_t enabled)
{
	unsigned int best = (unsigned int)__builtin_ctzll(enabled);

	for (threads_t left = enabled; left; left &= left - 1) {
		unsigned int thread = (unsigned int)__builtin_ctzll(left);

		if (priority[thread] > priority[best])
			best = thread;
	}
	for (unsigned int i = 0; i + 1 < depth; i++) {
		if (change_at[i] == index)
			priority[best] = i;
	}
	return best;
}

static unsigned int sample_choose(uint32_t index, unsigned int n)
{
	(void)index;
	return (unsigned int)random_below(&random, n);
}

static void sample_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	(void)index;
	(void)races;
	(void)nr_races;
}

static bool sample_next(void)
{
	if (trace.nr_events > longest)
		longest = trace.nr_events;
	draw_priorities();
	return true;
}

static uint32_t sample_repeated(void)
{
	return 0;
}

const struct strategy strategy_random = {
	.name = "random",
	.begin = sample_begin,
	.pick = random_pick,
	.choose = sample_choose,
	.event = sample_event,
	.next = sample_next,
	.repeated = sample_repeated,
};

const struct strategy strategy_pct = {
	.name = "pct",
	.begin = sample_begin,
	.pick = pct_pick,
	.choose = sample_choose,
	.event = sample_event,
	.next = sample_next,
	.repeated = sample_repeated,
};
