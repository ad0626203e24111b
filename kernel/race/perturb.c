/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which CPUs are delayed at a point, and for how long.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/random.h>
#include <kernel/race/gate.h>
#include <kernel/race/point.h>

/* One step in STEP_ONE_IN waits, and one point in POINT_ONE_IN; one in NAP_ONE_IN waits naps. */
#define STEP_ONE_IN  8
#define POINT_ONE_IN 64
#define NAP_ONE_IN   8

static uint64_t perturb_cycles;
static struct random random_of[MAX_CPUS]; /* each written by its own CPU only */
static uint64_t held[MAX_CPUS];		  /* likewise: cycles waited in this run */

void point_perturb(uint64_t cycles)
{
	WRITE_ONCE(perturb_cycles, cycles);
	point_arm(POINT_DELAY, cycles != 0);
}

void point_seed(uint64_t seed)
{
	unsigned int cpu = cpu_id();

	random_of[cpu] = random_seeded(seed, cpu);
	held[cpu] = 0;
}

uint64_t point_held(void)
{
	return held[cpu_id()];
}

/* Wait in one of @one_in calls. */
static void delay(uint64_t one_in)
{
	struct random *random = &random_of[cpu_id()];
	uint64_t most = READ_ONCE(perturb_cycles);
	uint64_t start;
	uint64_t cycles;

	if (!most || !random->state)
		return; /* this CPU takes part in no run */
	if (random_below(random, one_in))
		return;
	start = cpu_cycles();
	if (irqs_enabled() && !random_below(random, NAP_ONE_IN)) {
		cpu_nap(CPU_NAP_US);
		held[cpu_id()] += cpu_cycles() - start;
		return;
	}
	cycles = random_below(random, most);
	held[cpu_id()] += cycles; /* any longer wait is due to the host */
	while (cpu_cycles() - start < cycles)
		cpu_relax();
}

void point_reached(void)
{
	if (gate_is_shut())
		gate_point();
	else if (!points_are_muted())
		delay(POINT_ONE_IN);
}

void point_after_step(void)
{
	delay(STEP_ONE_IN);
}
