/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/sweep.c: delays lie in their window and fill it evenly, alone and in
 * combination; the lengths of actors are learnt.
 */
#include <string.h>
#include <tests/engine/sweep.h>
#include <tests/unit/unit.h>

#define CALIBRATION 4
#define RUNS	    4096
#define CELLS	    16

static struct sweep sweep;

static void learn(uint64_t seed, const uint64_t *lengths, unsigned int nr)
{
	sweep_init(&sweep, seed);
	for (unsigned int i = 0; i < nr * CALIBRATION; i++)
		sweep_learn(&sweep, i % nr, lengths[i % nr]);
}

TEST(windows, "sweep: the window is the longest of the others' times, and a quarter more")
{
	const uint64_t lengths[] = { 1000, 400, 2000 };

	learn(1, lengths, 3);
	EXPECT_EQ(sweep_window(&sweep, 0, 3), 2500);
	EXPECT_EQ(sweep_window(&sweep, 1, 3), 2500);
	EXPECT_EQ(sweep_window(&sweep, 2, 3), 1250);
	EXPECT_EQ(sweep_window(&sweep, 0, 2), 500);
	EXPECT_EQ(sweep_window(&sweep, 0, 1), 0);
	EXPECT_EQ(sweep_delay(&sweep, 0, 1, 100), 0);
}

TEST(in_window, "sweep: no delay reaches the end of its window, however long that is")
{
	for (uint64_t length = 1; length < 1ULL << 60; length *= 11) {
		const uint64_t lengths[] = { length, length };

		learn(length, lengths, 2);
		for (uint64_t run = 0; run < 500; run++) {
			uint64_t delay = sweep_delay(&sweep, 0, 2, run);

			EXPECT(delay < sweep_window(&sweep, 0, 2));
		}
	}
}

TEST(even, "sweep: each actor's delays fill its window evenly")
{
	uint64_t lengths[LITMUS_CPUS];

	for (unsigned int i = 0; i < LITMUS_CPUS; i++)
		lengths[i] = 100000;
	learn(3, lengths, LITMUS_CPUS);
	for (unsigned int actor = 0; actor < LITMUS_CPUS; actor++) {
		uint64_t window = sweep_window(&sweep, actor, LITMUS_CPUS);
		unsigned int hits[CELLS] = { 0 };

		for (uint64_t run = 0; run < RUNS; run++)
			hits[sweep_delay(&sweep, actor, LITMUS_CPUS, run) * CELLS / window]++;
		for (unsigned int cell = 0; cell < CELLS; cell++) {
			EXPECT(hits[cell] > RUNS / CELLS * 9 / 10);
			EXPECT(hits[cell] < RUNS / CELLS * 11 / 10);
		}
	}
}

TEST(pairs, "sweep: the delays of any two actors come in all combinations")
{
	uint64_t lengths[LITMUS_CPUS];

	for (unsigned int i = 0; i < LITMUS_CPUS; i++)
		lengths[i] = 100000;
	learn(5, lengths, LITMUS_CPUS);
	for (unsigned int pair = 0; pair < LITMUS_CPUS * LITMUS_CPUS; pair++) {
		unsigned int a = pair % LITMUS_CPUS, b = pair / LITMUS_CPUS;
		uint64_t window = sweep_window(&sweep, a, LITMUS_CPUS);
		unsigned int hits[CELLS][CELLS] = { 0 };

		for (uint64_t run = 0; a < b && run < 2 * RUNS; run++) {
			uint64_t x = sweep_delay(&sweep, a, LITMUS_CPUS, run);
			uint64_t y = sweep_delay(&sweep, b, LITMUS_CPUS, run);

			hits[x * CELLS / window][y * CELLS / window]++;
		}
		for (unsigned int cell = 0; a < b && cell < CELLS * CELLS; cell++)
			EXPECT(hits[cell / CELLS][cell % CELLS] > 4);
	}
}

TEST(calibration, "sweep: no delays before four runs are learnt from, nor if others have fewer")
{
	for (unsigned int run = 0; run < CALIBRATION; run++) {
		EXPECT_EQ(sweep_delay(&sweep, 0, 2, 99), 0);
		sweep_learn(&sweep, 0, 1000000);
		EXPECT_EQ(sweep_delay(&sweep, 1, 2, 99), 0);
		sweep_learn(&sweep, 1, 1000000);
	}
	EXPECT(sweep_delay(&sweep, 0, 2, 99) != 0);
}

TEST(first_run, "sweep: the first run, whose caches are cold, does not count")
{
	sweep_learn(&sweep, 0, 1000000);
	sweep_learn(&sweep, 0, 1000);
	EXPECT_EQ(sweep_window(&sweep, 1, 2), 1250);
}

TEST(inherits, "sweep: a regime begins with what was learnt under another, and not twice")
{
	const uint64_t lengths[] = { 1000, 400 };
	static struct sweep other[2];

	sweeps_init(other, 2, 7);
	EXPECT(other[0].shift[0] != other[1].shift[0]);
	learn(1, lengths, 2);
	sweep_inherit(&other[0], &sweep);
	EXPECT_EQ(sweep_window(&other[0], 1, 2), 1250);
	EXPECT(sweep_delay(&other[0], 1, 2, 99) != sweep_delay(&sweep, 1, 2, 99));
	sweep_learn(&sweep, 0, 3000);
	sweep_inherit(&other[0], &sweep);
	EXPECT_EQ(sweep_window(&other[0], 1, 2), 1250);
}

TEST(seeds, "sweep: the seed decides where the sequences begin; the same one repeats them")
{
	const uint64_t lengths[] = { 100000, 100000 };
	uint64_t first, second;

	learn(1, lengths, 2);
	first = sweep_delay(&sweep, 0, 2, 50);
	learn(2, lengths, 2);
	second = sweep_delay(&sweep, 0, 2, 50);
	learn(1, lengths, 2);
	EXPECT(first != second);
	EXPECT_EQ(sweep_delay(&sweep, 0, 2, 50), first);
}

TEST(learning, "sweep: the mean follows a change of length, up and down, within 200 runs")
{
	sweep_init(&sweep, 1);
	sweep_learn(&sweep, 0, 1000);
	for (unsigned int i = 0; i < 200; i++)
		sweep_learn(&sweep, 0, 50000);
	EXPECT(sweep.length[0] > 49000 && sweep.length[0] <= 50000);
	for (unsigned int i = 0; i < 200; i++)
		sweep_learn(&sweep, 0, 1000);
	EXPECT(sweep.length[0] >= 900 && sweep.length[0] < 1100);
}

TEST(slower, "sweep: a regime that takes longer than the one it inherits from learns so, and soon")
{
	static struct sweep heir;
	const uint64_t usual = 1000;

	sweep_init(&sweep, 1);
	for (unsigned int i = 0; i < 50; i++)
		sweep_learn(&sweep, 0, usual);
	sweep_init(&heir, 2);
	sweep_inherit(&heir, &sweep);
	for (unsigned int i = 0; i < 15; i++)
		sweep_learn(&heir, 0, 100000000 + i % 3);
	EXPECT_EQ(heir.length[0], usual);
	sweep_learn(&heir, 0, 200000000);
	EXPECT_EQ(heir.length[0], 100000000);
	/* A usual one between them, and they are the host's doing. */
	for (unsigned int i = 0; i < 100; i++)
		sweep_learn(&sweep, 0, i % 15 ? 100000000 : usual);
	EXPECT(sweep.length[0] < 2 * usual);
}

TEST(outlier, "sweep: one run that took for ever moves the mean by less than a quarter")
{
	sweep_init(&sweep, 1);
	for (unsigned int i = 0; i < 50; i++)
		sweep_learn(&sweep, 0, 1000);
	sweep_learn(&sweep, 0, UINT64_MAX);
	EXPECT(sweep.length[0] < 1250);
}

TEST(zero, "sweep: a first run of no length at all, and tiny ones, do no harm")
{
	sweep_init(&sweep, 1);
	sweep_learn(&sweep, 0, 0);
	EXPECT_EQ(sweep_window(&sweep, 1, 2), 0);
	EXPECT_EQ(sweep_delay(&sweep, 1, 2, 99), 0);
	sweep_learn(&sweep, 0, 3);
	for (unsigned int i = 0; i < 100; i++)
		sweep_learn(&sweep, 0, 5);
	EXPECT(sweep_window(&sweep, 1, 2) <= 20);
}
