/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/suite.c: each run has the mutants that it names, whatever the run before had, and
 * none is made of half of the texts.
 */
#include <arch/platform.h>
#include <kernel/rules/mutants.h>
#include <tests/bench/bench.h>
#include <tests/engine/suite.h>
#include <tests/hw/at_once.h>
#include <tests/hw/probe.h>
#include <tests/litmus.h>
#include <tests/unit/unit.h>

/* No more than a benchmark is run here. */
size_t nr_probes(void)
{
	return 0;
}

const struct probe *probe_at(size_t i)
{
	(void)i;
	return NULL;
}

void probe_report(const struct probe *probe)
{
	(void)probe;
}

void probes_list(const char *globs)
{
	(void)globs;
}

void probes_run(void)
{
}

const char *platform_module(size_t i, const char **at, size_t *size)
{
	(void)i;
	(void)at;
	(void)size;
	return NULL;
}

static size_t lost;

size_t platform_modules_lost(void)
{
	return lost;
}

const char *platform_name(void)
{
	return "tcg";
}

unsigned int platform_keeps(void)
{
	return 0;
}

const char *platform_lacks(unsigned int needs)
{
	(void)needs;
	return NULL;
}

bool cpus_run_at_once(void)
{
	return true;
}

/* So that there is a table of tests. */
static const struct litmus *const no_litmus __attribute__((used, section("litmus_table")));

static bool was_in;

enum exit_status benches_run(const struct options *options)
{
	(void)options;
	was_in = mutant_active[MUTANT_GATHER_SKIP_FLUSH];
	return EXIT_HELD;
}

TEST(bench, "suite: a benchmark has the mutants that it names, not those of the run before")
{
	struct options options = { .bench = "*" };

	mutant_set(MUTANT_GATHER_SKIP_FLUSH, true);
	EXPECT_EQ(suite_main(&options), EXIT_HELD);
	EXPECT(!was_in);
	options.mutants[MUTANT_GATHER_SKIP_FLUSH] = true;
	EXPECT_EQ(suite_main(&options), EXIT_HELD);
	EXPECT(was_in);
}

TEST(modules_lost, "suite: nothing is run, and the words are at fault, if a boot module was lost")
{
	struct options options = { .bench = "*" };

	was_in = true;
	lost = 1;
	EXPECT_EQ(suite_main(&options), EXIT_USAGE);
	lost = 0;
	EXPECT(was_in);
}
