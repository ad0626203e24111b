/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/cpumask.h: sets of CPUs, above all at the borders of their words.
 */
#include <string.h>
#include <kernel/lib/cpumask.h>
#include <kernel/lib/random.h>
#include <tests/unit/unit.h>

static const unsigned int counts[] = { 1, 2, 3, 63, 64, 65, 127, 128, 129, 511, 512 };

#define NR_COUNTS (sizeof(counts) / sizeof(counts[0]))

static void check_single(unsigned int cpu)
{
	struct cpumask mask;
	unsigned int seen = 0;

	cpumask_clear(&mask);
	EXPECT(cpumask_empty(&mask));
	cpumask_set(&mask, cpu);
	EXPECT(!cpumask_empty(&mask));
	EXPECT(cpumask_test(&mask, cpu));
	for_each_cpu (found, &mask) {
		EXPECT_EQ(found, cpu);
		seen++;
	}
	EXPECT_EQ(seen, 1);
	EXPECT_EQ(cpumask_next(&mask, cpu), cpu);
	EXPECT_EQ(cpumask_next(&mask, cpu + 1), nr_cpus);
	cpumask_unset(&mask, cpu);
	EXPECT(cpumask_empty(&mask));
}

TEST(single, "cpumask: a set of one CPU has that CPU, and no other")
{
	for (unsigned int i = 0; i < NR_COUNTS; i++) {
		nr_cpus = counts[i];
		for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
			check_single(cpu);
	}
}

TEST(bounds, "cpumask: what lies in words beyond the last CPU is neither read nor written")
{
	struct cpumask mask, other;

	nr_cpus = 65;
	memset(&mask, 0xff, sizeof(mask));
	memset(&other, 0xff, sizeof(other));
	cpumask_clear(&mask);
	EXPECT(cpumask_empty(&mask));
	EXPECT_EQ(mask.word[2], UINT64_MAX);
	EXPECT_EQ(cpumask_next(&mask, 0), 65);
	cpumask_clear(&other);
	cpumask_set(&other, 64);
	cpumask_copy(&mask, &other);
	cpumask_add(&mask, &other);
	EXPECT_EQ(mask.word[1], 1);
	EXPECT_EQ(mask.word[2], UINT64_MAX);
	nr_cpus = 64;
	EXPECT_EQ(cpumask_next(&other, 64), 64);
	EXPECT(cpumask_empty(&other));
}

static void check_random_sets(struct random *random)
{
	bool in_a[MAX_CPUS] = { false }, in_b[MAX_CPUS] = { false };
	struct cpumask a, b;
	unsigned int next = 0;

	cpumask_clear(&a);
	cpumask_clear(&b);
	for (unsigned int i = 0; i < nr_cpus; i++) {
		unsigned int cpu[3];

		for (unsigned int n = 0; n < 3; n++)
			cpu[n] = (unsigned int)random_below(random, nr_cpus);
		cpumask_set(&a, cpu[0]);
		in_a[cpu[0]] = true;
		cpumask_set(&b, cpu[1]);
		in_b[cpu[1]] = true;
		cpumask_unset(&a, cpu[2]);
		in_a[cpu[2]] = false;
	}
	cpumask_add(&a, &b);
	for_each_cpu (cpu, &a) {
		for (; next < cpu; next++)
			EXPECT(!in_a[next] && !in_b[next]);
		EXPECT(in_a[cpu] || in_b[cpu]);
		next = cpu + 1;
	}
	for (; next < nr_cpus; next++)
		EXPECT(!in_a[next] && !in_b[next]);
	cpumask_copy(&a, &b);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		EXPECT_EQ(cpumask_test(&a, cpu), in_b[cpu]);
}

TEST(random_sets, "cpumask: set, unset, copy, add and iteration agree with arrays of flags")
{
	struct random random = random_seeded(5, 5);

	for (unsigned int i = 0; i < NR_COUNTS; i++) {
		nr_cpus = counts[i];
		check_random_sets(&random);
	}
}

TEST(shrinking, "cpumask: a CPU may be taken out of the set that is being walked")
{
	struct cpumask mask;
	unsigned int seen = 0;

	nr_cpus = 130;
	cpumask_clear(&mask);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		cpumask_set(&mask, cpu);
	for_each_cpu (cpu, &mask) {
		cpumask_unset(&mask, cpu);
		seen++;
	}
	EXPECT_EQ(seen, 130);
	EXPECT(cpumask_empty(&mask));
}
