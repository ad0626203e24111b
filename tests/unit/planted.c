/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Not a test of the kernel, but of what run.sh promises: each of these reads memory that it
 * has never written and takes it for 0, and one never ends.  All must fail.
 */
#include <pthread.h>
#include <stdlib.h>
#include <kernel/lib/cpumask.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

__attribute__((noinline)) static void fill_too_early(struct cpumask *mask)
{
	cpumask_clear(mask);
	cpumask_set(mask, 3);
}

static void mask_before_nr_cpus(void)
{
	struct cpumask mask;

	fill_too_early(&mask);
	nr_cpus = MAX_CPUS;
	EXPECT_EQ(cpumask_next(&mask, 4), MAX_CPUS);
}

TEST(stack, "planted: a mask is built before nr_cpus is set")
{
	mask_before_nr_cpus();
}

static void *on_thread(void *nothing)
{
	mask_before_nr_cpus();
	return nothing;
}

TEST(thread, "planted: the same on a thread's stack")
{
	pthread_t thread;

	host_start_cpu(&thread, on_thread, 0);
	pthread_join(thread, NULL);
}

/* Where the compiler does not see what becomes of it. */
__attribute__((noinline)) static void expect_zero(const char *at)
{
	EXPECT_EQ(*at, 0);
}

TEST(heap, "planted: a block from malloc() is taken for zeroed")
{
	char *block = malloc(100);

	expect_zero(block + 50);
	free(block);
}

TEST(frame, "planted: a frame is taken for zeroed")
{
	const char *frame = phys_to_virt(2UL << 20);

	expect_zero(frame + 50);
}

/* Not with cpu_relax(), which sleeps here: a second of the CPU's time would take a minute. */
TEST(hang, "planted: a test does not end")
{
	static bool ends;

	while (!READ_ONCE(ends))
		;
}
