/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/race/patience.c: a machine that was stopped, a CPU that did not run, a clock that jumps,
 * and one that really hangs.  1000 cycles are a microsecond here.
 */
#include <kernel/race/patience.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define LIMIT_US 10000000ULL
#define LOOK_US	 100

/* Which CPUs take NMIs. */
static bool runs[4];
static unsigned int nmis;

static void take_nmis(void)
{
	unsigned int me = host_cpu;

	nmis++;
	for (host_cpu = 0; host_cpu < nr_cpus; host_cpu++) {
		if (host_cpu != me && runs[host_cpu])
			EXPECT(patience_answer());
	}
	host_cpu = me;
}

static void start(unsigned int cpus)
{
	nr_cpus = cpus;
	host_clock_step = LOOK_US * 1000;
	host_nmi = take_nmis;
	for (unsigned int i = 0; i < 4; i++)
		runs[i] = true;
}

/* So many looks until it is over, or 0 if it is not after @max. */
static unsigned int looks_until_over(struct patience *patience, unsigned int max)
{
	for (unsigned int looks = 1; looks <= max; looks++) {
		if (patience_over(patience, LIMIT_US))
			return looks;
	}
	return 0;
}

/* The host stops everything for 15 s. */
static void pause_of_15_s(void)
{
	uint64_t step = host_clock_step;

	host_clock_step = 15000000000ULL;
	(void)cpu_cycles();
	host_clock_step = step;
}

TEST(plain, "patience: over after its limit, when all CPUs run")
{
	struct patience patience = { 0 };
	unsigned int looks;

	start(4);
	looks = looks_until_over(&patience, 1000000);
	EXPECT(looks >= LIMIT_US / LOOK_US && looks <= LIMIT_US / LOOK_US + 10);
	EXPECT(nmis >= 8 && nmis < 20);
	EXPECT(!patience_missed(&patience, 1));
}

TEST(stopped, "patience: a machine that is stopped, however often and long, uses up nothing")
{
	struct patience patience = { 0 };

	start(2);
	for (unsigned int i = 0; i < 1000; i++) {
		EXPECT(looks_until_over(&patience, 10) == 0);
		pause_of_15_s();
	}
	EXPECT(patience_us(&patience) < LIMIT_US);
}

TEST(backwards, "patience: a clock that jumps back uses up no more than one that jumps ahead")
{
	struct patience patience = { 0 };

	start(1);
	EXPECT_EQ(patience_us(&patience), 0);
	host_clock_step = 0 - 1000000000000ULL;
	EXPECT_EQ(patience_us(&patience), PATIENCE_GAP_US);
	host_clock_step = 1000;
	EXPECT_EQ(patience_us(&patience), PATIENCE_GAP_US + 1);
}

TEST(starved, "patience: not over while the host does not run another CPU, until it looks lost")
{
	struct patience patience = { 0 };

	start(3);
	runs[2] = false;
	EXPECT(looks_until_over(&patience, 5 * LIMIT_US / LOOK_US) == 0);
	EXPECT(looks_until_over(&patience, 2 * LIMIT_US / LOOK_US) != 0);
	EXPECT(patience_missed(&patience, 2));
	EXPECT(!patience_missed(&patience, 1));
}

TEST(late, "patience: a CPU that runs late has its time, too")
{
	struct patience patience = { 0 };
	unsigned int looks;

	start(2);
	runs[1] = false;
	EXPECT(looks_until_over(&patience, 3 * LIMIT_US / LOOK_US) == 0);
	runs[1] = true;
	host_cpu = 1;
	EXPECT(patience_answer());
	EXPECT(!patience_answer());
	host_cpu = 0;
	looks = looks_until_over(&patience, LIMIT_US / LOOK_US);
	EXPECT(looks > LIMIT_US / LOOK_US / 2);
}

TEST(together, "patience: CPUs that wait at the same time share their questions")
{
	struct patience waits[4] = { { 0 } };
	unsigned int over = 0;

	start(4);
	for (unsigned int i = 0; i < 1000000 && over < 4; i++) {
		host_cpu = i % 4;
		over += patience_over(&waits[i % 4], LIMIT_US);
	}
	EXPECT_EQ(over, 4);
	EXPECT(nmis <= 40);
}
