/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sweep: an additive low-discrepancy sequence per actor (Weyl), whose increments are irrational
 * parts of 2^64, so that the combinations of delays fill their space evenly.
 */
#include <arch/cpu.h>
#include <kernel/lib/random.h>
#include <tests/engine/sweep.h>

#define REMEMBERED 16 /* runs that the running mean covers */

/* An actor by itself does not vary by more than this; a host takes a CPU for longer. */
#define MANY_TIMES 2
#define STOLEN_US  100

/* A host takes a CPU now and then, and not in so many runs one after another from the first on. */
#define STOLEN_IN_A_ROW 16

/* Runs that let the actors start together, so that lengths are learnt undisturbed. */
#define CALIBRATION_RUNS 4

/*
 * Fractional parts of the square roots of 47, 41, 83, 73, 7, 67, 59 and 29, times 2^64:
 * of the primes below 100 those that any two of fill a square most evenly.
 */
static const uint64_t increments[LITMUS_CPUS] = {
	0xdb0c2e0d64f98fa7ULL, 0x67332667ffc00b31ULL, 0x1c456002ce13e9f8ULL, 0x8b43d4570a51b936ULL,
	0xa54ff53a5f1d36f1ULL, 0x2f73477d6a4563caULL, 0xae5f9156e7b6d99bULL, 0x629a292a367cd507ULL,
};

void sweep_init(struct sweep *sweep, uint64_t seed)
{
	struct random random = random_seeded(seed, 0x5eeb);

	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		sweep->shift[i] = random_next(&random);
		sweep->length[i] = 0;
		sweep->learnt[i] = 0;
		sweep->stolen[i] = 0;
		sweep->own[i] = false;
	}
}

void sweeps_init(struct sweep sweeps[], unsigned int nr, uint64_t seed)
{
	for (unsigned int i = 0; i < nr; i++)
		sweep_init(&sweeps[i], seed + i);
}

void sweep_inherit(struct sweep *sweep, const struct sweep *other)
{
	for (unsigned int i = 0; i < LITMUS_CPUS; i++) {
		if (sweep->learnt[i])
			continue;
		sweep->length[i] = other->length[i];
		sweep->learnt[i] = other->learnt[i];
	}
}

bool sweep_is_stolen(uint64_t cycles, uint64_t usual)
{
	return cycles > MANY_TIMES * usual + STOLEN_US * cpu_cycles_per_us();
}

/*
 * Were the first STOLEN_IN_A_ROW runs all too long, @cycles being the last of them?  Then the
 * shortest of them is the usual time.
 */
static bool was_wrong(struct sweep *sweep, unsigned int actor, uint64_t cycles)
{
	if (!sweep_is_stolen(cycles, sweep->length[actor]))
		sweep->own[actor] = true;
	if (sweep->own[actor])
		return false;
	if (!sweep->stolen[actor]++ || cycles < sweep->shortest[actor])
		sweep->shortest[actor] = cycles;
	sweep->own[actor] = sweep->stolen[actor] == STOLEN_IN_A_ROW;
	return sweep->own[actor];
}

void sweep_learn(struct sweep *sweep, unsigned int actor, uint64_t cycles)
{
	uint64_t mean = sweep->length[actor];

	if (sweep->learnt[actor] < REMEMBERED)
		sweep->learnt[actor]++;
	if (mean && was_wrong(sweep, actor, cycles)) {
		sweep->length[actor] = sweep->shortest[actor];
		return;
	}
	/* A shorter time replaces the mean in the first runs, where caches are cold, and whenever
	 * the mean itself was stolen. */
	if (!mean || (cycles < mean && (sweep->learnt[actor] <= CALIBRATION_RUNS ||
					sweep_is_stolen(mean, cycles)))) {
		sweep->length[actor] = cycles;
		return;
	}
	/* Time that the host took would make the mean, and so all delays, many times too long. */
	if (sweep->learnt[actor] <= CALIBRATION_RUNS || sweep_is_stolen(cycles, mean))
		return;
	if (cycles > MANY_TIMES * mean)
		cycles = MANY_TIMES * mean;
	sweep->length[actor] = mean - mean / sweep->learnt[actor] + cycles / sweep->learnt[actor];
}

bool sweep_has_learnt(const struct sweep *sweep, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (sweep->learnt[i] < CALIBRATION_RUNS)
			return false;
	}
	return true;
}

uint64_t sweep_window(const struct sweep *sweep, unsigned int actor, unsigned int nr)
{
	uint64_t window = 0;

	for (unsigned int i = 0; i < nr; i++) {
		if (i != actor && sweep->length[i] > window)
			window = sweep->length[i];
	}
	/* A little more, so that an actor also starts after the others have ended. */
	return window + window / 4;
}

uint64_t sweep_delay(const struct sweep *sweep, unsigned int actor, unsigned int nr,
		     uint64_t number)
{
	uint64_t fraction = sweep->shift[actor] + number * increments[actor];
	uint64_t window = sweep_window(sweep, actor, nr);

	if (!sweep_has_learnt(sweep, nr))
		return 0;
	return (uint64_t)((unsigned __int128)fraction * window >> 64);
}
