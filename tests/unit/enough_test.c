/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/enough.c: a test is left when its teeth would have shown, and not before; one that
 * shows seldom, or of which nothing is known, keeps its test going.
 */
#include <string.h>
#include <arch/cpu.h>
#include <tests/engine/enough.h>
#include <tests/engine/rate.h>
#include <tests/hw/probe.h>
#include <tests/unit/platform.h>
#include <tests/unit/unit.h>

#define ALL                                                                                        \
	{                                                                                          \
		(1u << NR_REGIMES) - 1                                                             \
	}
#define LEAST (128 * NR_REGIMES)
#define USUAL 10000

/* How often each is caught here: by the name of its test. */
static const struct tooth_rate rates[] = {
	{ "tcg", "a/often", NULL, 100, 127, NULL },
	{ "tcg", "a/at-times", NULL, 50, 9000, NULL },
	{ "tcg", "a/seldom", NULL, 3, 11309, NULL },
	{ "tcg", "a/never", NULL, 0, 3372, NULL },
	{ "tcg", "a/hidden", NULL, 0, 1, "it keeps nothing" },
};

const struct tooth_rate *tooth_rate(const char *platform, const char *litmus, const char *mutant)
{
	EXPECT_STR(platform, "tcg");
	EXPECT_STR(mutant, "cow-skip-flush");
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		if (!strcmp(rates[i].litmus, litmus))
			return &rates[i];
	}
	return NULL;
}

static const struct tooth skips_flush = TOOTH(COW_SKIP_FLUSH);

/* A run without words, on metal. */
static struct options usual;

__attribute__((constructor)) static void no_words(void)
{
	usual = cmdline_default();
	usual.iters = ITERS_ENOUGH;
}

static uint64_t enough(const char *name, const struct tooth *its, const struct options *options)
{
	struct litmus litmus = { .name = name };
	struct regimes regimes = ALL;

	if (its)
		litmus.teeth[0] = *its;
	return enough_runs(&litmus, &regimes, options).runs;
}

TEST(least, "enough: 128 runs under each regime, where teeth show often or there are none")
{
	EXPECT_EQ(enough("a/often", NULL, &usual), LEAST);
	EXPECT_EQ(enough("a/often", &skips_flush, &usual), LEAST);
}

TEST(shows, "enough: as many as would have shown the tooth, shared out over all regimes")
{
	struct tooth of_one = skips_flush;
	const struct litmus litmus = { .name = "a/at-times" };
	const struct tooth_rate *rate = tooth_rate_here(&litmus, &skips_flush);
	uint64_t runs = rate_show_runs(rate->hits, rate->runs);

	EXPECT(runs > LEAST && runs < USUAL);
	EXPECT_EQ(enough(litmus.name, &skips_flush, &usual), runs);
	of_one.policies = ON_EAGER;
	EXPECT_EQ(enough(litmus.name, &of_one, &usual), runs * NR_REGIMES);
}

TEST(never_enough, "enough: all that there are, for a tooth that shows seldom, never or is unknown")
{
	EXPECT(enough("a/seldom", &skips_flush, &usual) > USUAL);
	EXPECT(enough("a/never", &skips_flush, &usual) > USUAL);
	EXPECT(enough("a/hidden", &skips_flush, &usual) > USUAL);
	EXPECT_EQ(enough("a/unknown", &skips_flush, &usual), ENOUGH_NEVER);
}

TEST(cannot_show, "enough: a tooth that cannot show here asks for nothing")
{
	struct tooth its = skips_flush;

	its.needs = KEEPS_PCID;
	unit_keeps = KEEPS_READ;
	EXPECT_EQ(enough("a/unknown", &its, &usual), LEAST);
	EXPECT_EQ(enough("a/hidden", &its, &usual), LEAST);
	unit_keeps = KEEPS_PCID;
	EXPECT(enough("a/unknown", &its, &usual) > USUAL);
	its.ends_boot = true;
	EXPECT_EQ(enough("a/unknown", &its, &usual), LEAST);
	unit_keeps = 0;
}

TEST(turns, "enough: no number is, where CPUs take turns")
{
	unsigned int before = nr_cpus;
	const struct litmus litmus = { .name = "a/often" };

	nr_cpus = 2;
	unit_cpus_take_turns = true;
	EXPECT_EQ(enough(litmus.name, &skips_flush, &usual), ENOUGH_NEVER);
	EXPECT_EQ(enough_misses(&litmus, &skips_flush), ENOUGH_NEVER);
	nr_cpus = 1;
	EXPECT_EQ(enough(litmus.name, &skips_flush, &usual), LEAST);
	nr_cpus = before;
	unit_cpus_take_turns = false;
}

TEST(asked, "enough: whoever says how many, or which mutant, gets them all")
{
	struct options options = usual;

	EXPECT_EQ(enough_most(&options), USUAL);
	EXPECT(enough_ends(&options));
	options.iters = 5;
	EXPECT_EQ(enough_most(&options), 5);
	EXPECT(!enough_ends(&options));
	EXPECT_EQ(enough("a/often", &skips_flush, &options), LEAST);
	options = usual;
	options.mutate = MUTATE_NAMED;
	EXPECT(!enough_ends(&options));
}

TEST(other_words, "enough: no number is, under words for which nobody has measured a rate")
{
	struct options options = usual;
	struct tooth of_luf = skips_flush;

	options.warm = SWITCH_OFF;
	EXPECT_EQ(enough("a/often", &skips_flush, &options), ENOUGH_NEVER);
	EXPECT_EQ(enough("a/often", NULL, &options), LEAST);
	options = usual;
	options.policy = flush_policies[nr_flush_policies - 1];
	EXPECT_STR(options.policy->name, "luf");
	of_luf.policies = ON_LUF;
	EXPECT_EQ(enough("a/often", &skips_flush, &options), ENOUGH_NEVER);
	EXPECT_EQ(enough("a/often", &of_luf, &options), LEAST);
}

TEST(tries, "enough: a tooth that shows seldom is tried as often as a test needs, or is asked for")
{
	const struct litmus seldom = { .name = "a/seldom" };
	const struct litmus often = { .name = "a/often" };
	struct options options = usual;

	EXPECT_EQ(enough_tries(&often, &skips_flush, &options), ENOUGH_NEVER);
	EXPECT_EQ(enough_tries(&seldom, &skips_flush, &options), LEAST);
	options.iters = 5;
	EXPECT_EQ(enough_tries(&seldom, &skips_flush, &options), 5);
	options.mutate = MUTATE_TEETH;
	EXPECT_EQ(enough_tries(&seldom, &skips_flush, &options), ENOUGH_NEVER);
}

TEST(many_cpus, "enough: twice as many CPUs need four times as many runs")
{
	unsigned int before = nr_cpus;
	uint64_t runs;

	nr_cpus = 4;
	runs = enough("a/at-times", &skips_flush, &usual);
	nr_cpus = 8;
	EXPECT_EQ(enough("a/at-times", &skips_flush, &usual), 4 * runs);
	nr_cpus = before;
}
