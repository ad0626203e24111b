/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/rotation.c: every regime has its turn early, and as many runs as the others.
 */
#include <string.h>
#include <tests/engine/rotation.h>
#include <tests/unit/unit.h>

#define EVERYTHING ((1u << NR_REGIMES) - 1)

static uint64_t ran[NR_REGIMES];
static unsigned int turns;

/* Take turns until so many have run. */
static void rotate(unsigned int set, uint64_t runs)
{
	const struct regimes regimes = { set };

	memset(ran, 0, sizeof(ran));
	turns = 0;
	for (uint64_t left = runs; left; turns++) {
		struct turn turn = rotation_next(&regimes, ran, left);

		EXPECT(set >> turn.number & 1);
		EXPECT(turn.runs > 0 && turn.runs <= left && turn.runs <= 256);
		ran[turn.number] += turn.runs;
		left -= turn.runs;
	}
}

static uint64_t fewest(unsigned int set)
{
	uint64_t fewest_yet = UINT64_MAX;

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (set >> i & 1 && ran[i] < fewest_yet)
			fewest_yet = ran[i];
	}
	return fewest_yet;
}

static uint64_t most(unsigned int set)
{
	uint64_t most_yet = 0;

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (set >> i & 1 && ran[i] > most_yet)
			most_yet = ran[i];
	}
	return most_yet;
}

TEST(even, "rotation: of any runs under any regimes, each regime has as many, give or take one")
{
	for (unsigned int set = 1; set <= EVERYTHING; set++) {
		for (uint64_t runs = 1; runs < 3000; runs += 1 + runs / 7) {
			rotate(set, runs);
			EXPECT(most(set) - fewest(set) <= 1);
		}
	}
}

TEST(early, "rotation: after 48 runs each of six regimes has had its turn, of 40 runs, too")
{
	const struct regimes regimes = { EVERYTHING };
	uint64_t left = 10000;

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		struct turn turn = rotation_next(&regimes, ran, left);

		EXPECT_EQ(turn.number, i);
		EXPECT_EQ(turn.runs, 8);
		ran[i] += 8;
		left -= 8;
	}
	rotate(EVERYTHING, 40);
	EXPECT(fewest(EVERYTHING) == 6);
}

TEST(growing, "rotation: turns grow, so that 10,000 runs are not 1,250 sessions")
{
	rotate(EVERYTHING, 10000);
	EXPECT(turns < 100);
	rotate(1, 10000);
	EXPECT(turns < 50);
}

TEST(cut, "rotation: what was cut short catches up")
{
	const struct regimes regimes = { EVERYTHING };
	const uint64_t uneven[NR_REGIMES] = { 300, 300, 300, 2, 300, 300 };
	struct turn turn = rotation_next(&regimes, uneven, 1000);

	EXPECT_EQ(turn.number, 3);
	EXPECT_EQ(turn.runs, 8);
}

TEST(least, "rotation: every regime runs at least once; 16 runs under each are enough")
{
	const struct regimes all = { EVERYTHING };
	const struct regimes one = { 4 };

	EXPECT_EQ(rotation_runs(&all, 1), 6);
	EXPECT_EQ(rotation_runs(&all, 10000), 10000);
	EXPECT_EQ(rotation_runs(&one, 1), 1);
	EXPECT_EQ(rotation_least(&all, 1), 1);
	EXPECT_EQ(rotation_least(&all, 40), 6);
	EXPECT_EQ(rotation_least(&all, 10000), 16);
	EXPECT_EQ(rotation_least(&one, 5), 5);
	for (uint64_t iters = 1; iters < 500; iters++) {
		rotate(EVERYTHING, rotation_runs(&all, iters));
		EXPECT_EQ(rotation_had(&all, ran, rotation_least(&all, iters)).set, EVERYTHING);
	}
	rotate(4, 100);
	EXPECT_EQ(rotation_had(&all, ran, 16).set, 4);
	EXPECT_EQ(rotation_had(&all, ran, 101).set, 0);
}
