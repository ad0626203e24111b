/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/awaits.c, with a thread for each CPU: a wait is given up when nobody is left who
 * could tell, and never before.
 */
#include <arch/atomic.h>
#include <tests/engine/awaits.h>
#include <tests/engine/broken.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define ROUNDS 30000
#define VAIN   200
#define MANY   1000
#define IN_TWO 2

static int flags[2][ROUNDS + 1];
static struct run run;

/* Wait as await() does, but with no clock; false: it was lost. */
static bool wait_for(const int *flag)
{
	bool lost = false;

	EXPECT(awaits_begin(flag));
	for (unsigned int i = 1; !lost && !smp_load_acquire(flag); i++) {
		lost = awaits_are_lost();
		if (i % MANY == 0)
			host_yield();
	}
	awaits_end();
	return !lost;
}

static void *to_and_fro(void *cpu)
{
	unsigned int me = host_cpu;

	for (unsigned int i = 0; i < ROUNDS; i++) {
		if (me == 0)
			smp_store_release(&flags[0][i], 1);
		EXPECT(wait_for(&flags[!me][i]));
		if (me == 1)
			smp_store_release(&flags[1][i], 1);
	}
	awaits_leave();
	return cpu;
}

/* Both are to play before either starts. */
static void play(void *(*actor)(void *), unsigned int nr)
{
	pthread_t threads[IN_TWO];

	nr_cpus = nr;
	awaits_forget(&run);
	for (host_cpu = 0; host_cpu < nr; host_cpu++)
		awaits_enter(host_cpu);
	host_cpu = 0;
	for (unsigned int cpu = 0; cpu < nr; cpu++)
		host_start_cpu(&threads[cpu], actor, cpu);
	for (unsigned int cpu = 0; cpu < nr; cpu++)
		EXPECT(pthread_join(threads[cpu], NULL) == 0);
}

TEST(in_time, "awaits: no wait is given up for which somebody is there to tell, however close")
{
	char text[BROKEN_TEXT_MAX];

	play(to_and_fro, 2);
	if (broken_take(text))
		unit_fail(__FILE__, __LINE__, "%s", text);
}

static void *waits_if_second(void *cpu)
{
	if (host_cpu == 1)
		EXPECT(!wait_for(&run.w));
	awaits_leave();
	return cpu;
}

TEST(ended, "awaits: a wait for an actor that has ended is given up, and told which it was")
{
	for (unsigned int i = 0; i < VAIN; i++) {
		char text[BROKEN_TEXT_MAX] = "";

		play(waits_if_second, 2);
		EXPECT(broken_take(text));
		EXPECT_STR(
			text,
			"await(1): nobody tells w: every other actor has ended, or waits as well");
	}
}

static void *waits_first(void *cpu)
{
	int *mine = host_cpu ? &run.y : &run.w;
	const int *theirs = host_cpu ? &run.w : &run.y;

	/* The second actor is told, or finds that nobody is left who could tell. */
	(void)wait_for(theirs);
	smp_store_release(mine, 1);
	awaits_leave();
	return cpu;
}

TEST(both, "awaits: two that wait for each other give up")
{
	for (unsigned int i = 0; i < VAIN; i++) {
		char text[BROKEN_TEXT_MAX] = "";

		run.y = 0;
		run.w = 0;
		play(waits_first, 2);
		EXPECT(broken_take(text));
	}
	run.y = 0;
	run.w = 0;
}

TEST(nobody, "awaits: who is no actor may wait only for what it has been told")
{
	char text[BROKEN_TEXT_MAX] = "";
	int flag = 1;

	nr_cpus = 1;
	awaits_forget(&run);
	EXPECT(awaits_begin(&flag));
	awaits_end();
	EXPECT(!broken_take(text));
	flag = 0;
	EXPECT(!awaits_begin(&flag));
	EXPECT(broken_take(text));
}

TEST(model, "awaits: the model is not asked on the way, and says at the end who waits")
{
	char text[BROKEN_TEXT_MAX] = "";

	host_world = WORLD_MODEL;
	nr_cpus = 2;
	awaits_forget(&run);
	for (host_cpu = 0; host_cpu < 2; host_cpu++)
		awaits_enter(host_cpu);
	host_cpu = 0;
	EXPECT(!awaits_are_all());
	awaits_leave();
	EXPECT(!awaits_are_all());
	host_cpu = 1;
	EXPECT(awaits_begin(&run.v));
	EXPECT(!awaits_are_lost());
	EXPECT(!broken_take(text));
	EXPECT(awaits_are_all());
	EXPECT(broken_take(text));
	awaits_leave();
	EXPECT(!awaits_are_all());
	host_cpu = 0;
	host_world = WORLD_METAL;
}
