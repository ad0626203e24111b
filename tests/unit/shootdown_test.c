/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/tlb/shootdown.c: every CPU that was asked has flushed when shootdown() returns,
 * also when all ask each other at once.  A thread is a CPU; an IPI is a stand-in that
 * does nothing, since CPUs with interrupts off look for requests by themselves.
 */
#include <string.h>
#include <arch/ipi.h>
#include <kernel/lib/random.h>
#include <kernel/race/serve.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/shootdown.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define CPUS  4
#define TURNS 1500

/* done[i][j]: the newest request of CPU i that CPU j has served. */
static uint64_t done[CPUS][CPUS];
static uint64_t ipis;
static unsigned int finished;

void ipi_send(unsigned int cpu)
{
	EXPECT(cpu < nr_cpus && cpu != host_cpu);
	__atomic_add_fetch(&ipis, 1, __ATOMIC_SEQ_CST);
}

/* A request says which CPU asks (start), and which of its requests it is (end). */
void flush_tlb_func(const struct flush_tlb_info *info)
{
	EXPECT(!host_irqs);
	EXPECT(info->start < CPUS && info->start != host_cpu);
	EXPECT(info->end >= done[info->start][host_cpu]);
	__atomic_store_n(&done[info->start][host_cpu], info->end, __ATOMIC_SEQ_CST);
}

static struct cpumask random_mask(struct random *random)
{
	struct cpumask mask;

	cpumask_clear(&mask);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (random_below(random, 2))
			cpumask_set(&mask, cpu);
	}
	return mask;
}

static void *ask_and_answer(void *arg)
{
	unsigned int me = (unsigned int)(uintptr_t)arg;
	struct random random = random_seeded(17, me);

	host_irqs = false;
	for (uintptr_t turn = 1; turn <= TURNS; turn++) {
		struct flush_tlb_info info = { .start = me, .end = turn };
		struct cpumask mask = random_mask(&random);
		unsigned int asked = shootdown(&mask, &info);

		for_each_cpu (cpu, &mask) {
			if (cpu == me)
				continue;
			EXPECT_EQ(__atomic_load_n(&done[me][cpu], __ATOMIC_SEQ_CST), turn);
			asked--;
		}
		EXPECT_EQ(asked, 0);
	}
	__atomic_add_fetch(&finished, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&finished, __ATOMIC_SEQ_CST) < nr_cpus) {
		shootdown_serve();
		cpu_relax();
	}
	return NULL;
}

TEST(all_at_once, "shootdown: all CPUs ask random others at once: all who were asked have flushed")
{
	pthread_t threads[CPUS];

	nr_cpus = CPUS;
	for (unsigned int cpu = 0; cpu < CPUS; cpu++)
		host_start_cpu(&threads[cpu], ask_and_answer, cpu);
	for (unsigned int cpu = 0; cpu < CPUS; cpu++)
		EXPECT(pthread_join(threads[cpu], NULL) == 0);
	EXPECT(ipis > CPUS * TURNS);
}

TEST(nobody, "shootdown: of nobody, or of oneself alone, interrupts nobody")
{
	struct flush_tlb_info info = { .start = 0, .end = 1 };
	struct cpumask mask;

	nr_cpus = CPUS;
	cpumask_clear(&mask);
	EXPECT_EQ(shootdown(&mask, &info), 0);
	cpumask_set(&mask, 0);
	EXPECT_EQ(shootdown(&mask, &info), 0);
	EXPECT_EQ(ipis, 0);
	EXPECT(cpumask_test(&mask, 0));
}

TEST(no_answer, "shootdown: a CPU that never answers is a hang that names it")
{
	struct flush_tlb_info info = { .start = 0, .end = 1 };
	struct cpumask mask;

	nr_cpus = CPUS;
	host_clock_step = 1UL << 36;
	cpumask_clear(&mask);
	cpumask_set(&mask, 2);
	EXPECT_PANIC(shootdown(&mask, &info), "still owed by CPU 2");
}

TEST(mutants, "shootdown: its mutants ask nobody, and wait for nobody")
{
	struct flush_tlb_info info = { .start = 0, .end = 1 };
	struct cpumask mask;

	nr_cpus = CPUS;
	cpumask_clear(&mask);
	cpumask_set(&mask, 2);
	mutant_set(MUTANT_SHOOTDOWN_SKIP_IPI, true);
	EXPECT_EQ(shootdown(&mask, &info), 0);
	EXPECT_EQ(ipis, 0);
	mutant_set(MUTANT_SHOOTDOWN_SKIP_IPI, false);
	mutant_set(MUTANT_SHOOTDOWN_SKIP_WAIT, true);
	EXPECT_EQ(shootdown(&mask, &info), 1);
	EXPECT_EQ(ipis, 1);
	EXPECT_EQ(done[0][2], 0);
}
