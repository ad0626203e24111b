/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/fair.c: which runs a busy host has spoilt.
 */
#include <arch/cpu.h>
#include <tests/engine/fair.h>
#include <tests/unit/unit.h>

#define MS (1000 * cpu_cycles_per_us())

static struct sweep sweep;
static struct scene scene;

/* Two actors that take 1 and 2 ms, and begin at the same time. */
static void usual(void)
{
	sweep_init(&sweep, 1);
	scene = (struct scene){ .nr_actors = 2 };
	for (unsigned int i = 0; i < 2; i++) {
		scene.actors[i].began = 1000 * MS;
		scene.actors[i].took = (i + 1) * MS;
		for (unsigned int n = 0; n < 4; n++)
			sweep_learn(&sweep, i, scene.actors[i].took);
	}
}

static bool was_fair(void)
{
	return run_was_fair(&scene, &sweep);
}

TEST(fair, "fair: actors that begin within their window, and take as long as they do")
{
	usual();
	EXPECT(was_fair());
	scene.actors[1].began += MS;
	EXPECT(was_fair());
	scene.actors[0].took = 2 * MS;
	EXPECT(was_fair());
	scene.actors[0].took = MS / 10;
	EXPECT(was_fair());
}

TEST(late, "fair: an actor that begins after the window, before or after the other, is late")
{
	for (unsigned int i = 0; i < 2; i++) {
		usual();
		scene.actors[i].began += 2 * MS + MS / 2;
		EXPECT(was_fair());
		scene.actors[i].began++;
		EXPECT(!was_fair());
	}
}

TEST(stolen, "fair: an actor that takes 100 us more than twice its time was stopped")
{
	for (unsigned int i = 0; i < 2; i++) {
		usual();
		scene.actors[i].took = 2 * (i + 1) * MS + MS / 10;
		EXPECT(was_fair());
		scene.actors[i].took++;
		EXPECT(!was_fair());
	}
}

TEST(held, "fair: what points have held any of them up is our own doing")
{
	usual();
	scene.actors[0].took = 5 * MS;
	scene.actors[1].held = 3 * MS;
	EXPECT(was_fair());
	scene.actors[1].held = 2 * MS;
	EXPECT(!was_fair());
	scene.actors[0].held = 10 * MS;
	EXPECT(was_fair());
}

TEST(unknown, "fair: no run is while what is usual has yet to be learnt; one actor alone may be")
{
	usual();
	sweep_init(&sweep, 1);
	EXPECT(!was_fair());
	usual();
	scene.nr_actors = 1;
	EXPECT(was_fair());
	scene.actors[0].took = 3 * MS;
	EXPECT(!was_fair());
}

TEST(learns_nothing,
     "fair: a host that takes the CPU in four runs of five does not make that usual")
{
	usual();
	for (unsigned int i = 0; i < 1000; i++)
		sweep_learn(&sweep, 0, i % 5 ? 4 * MS : MS);
	EXPECT(sweep.length[0] <= MS * 11 / 10);
	/* The same if those were the first runs: one run that was not so long decides. */
	sweep_init(&sweep, 1);
	for (unsigned int i = 0; i < 20; i++)
		sweep_learn(&sweep, 0, 4 * MS);
	sweep_learn(&sweep, 0, MS);
	EXPECT_EQ(sweep.length[0], MS);
}

TEST(counts, "fair: counted under each regime, and most or not")
{
	const struct regimes some = { 5 };
	struct tally tally = { .runs = 24, .fair = { 3, 4, 5 } };

	EXPECT_EQ(fair_runs(&tally, &some), 8);
	EXPECT(mostly_fair(&tally));
	tally.runs++;
	EXPECT(!mostly_fair(&tally));
}

TEST(shares, "fair: a regime whose runs were spoilt is not made up for by others")
{
	const struct regimes some = { 5 };
	struct tally tally = { .fair = { 20, 0, 4 } };

	EXPECT_EQ(regimes_share(&some, 8), 4);
	EXPECT_EQ(regimes_share(&some, 9), 5);
	EXPECT(fair_in_each(&tally, &some, 4));
	EXPECT(!fair_in_each(&tally, &some, 5));
	tally.fair[2] = 20;
	EXPECT(fair_in_each(&tally, &some, 20));
}
