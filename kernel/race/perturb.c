/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which CPUs are delayed at a point, and for how long.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/random.h>
#include <kernel/race/gate.h>
#include <kernel/race/point.h>

/*
 * A CPU waits at one point in POINT_ONE_IN, and is STEP_CHANCES times as likely to wait after a
 * step.  If it passes many points in a run, it waits at about DELAYS_A_RUN of them: otherwise a run
 * of thousands of points would be little but waiting.  One wait in NAP_ONE_IN is a nap.
 */
#define POINT_ONE_IN 64
#define STEP_CHANCES 8
#define DELAYS_A_RUN 4
#define NAP_ONE_IN   8

static uint64_t perturb_cycles;

/* Written by its own CPU only. */
static struct delays {
	struct random random;
	bool racing;	  /* this CPU takes part in a run, and has not finished */
	uint64_t held;	  /* cycles waited in this run */
	uint64_t chances; /* how often it could have waited in this run: once for each point */
	uint64_t before;  /* the same for the previous run */
} delays_of[MAX_CPUS];

void point_perturb(uint64_t cycles)
{
	WRITE_ONCE(perturb_cycles, cycles);
	point_arm(POINT_DELAY, cycles != 0);
}

void point_run_begins(uint64_t seed)
{
	struct delays *delays = &delays_of[cpu_id()];

	*delays = (struct delays){
		.random = random_seeded(seed, cpu_id()),
		.racing = true,
		.before = delays->chances,
	};
}

uint64_t point_run_ends(void)
{
	struct delays *delays = &delays_of[cpu_id()];

	delays->racing = false;
	return delays->held;
}

static void wait(struct delays *delays, uint64_t most)
{
	uint64_t start = cpu_cycles();
	uint64_t cycles;

	if (irqs_enabled() && !random_below(&delays->random, NAP_ONE_IN)) {
		cpu_nap(CPU_NAP_US);
		delays->held += cpu_cycles() - start;
		return;
	}
	cycles = random_below(&delays->random, most);
	delays->held += cycles; /* any longer wait is due to the host */
	while (cpu_cycles() - start < cycles)
		cpu_relax();
}

/* Wait, perhaps.  This run may have as many chances as the previous one. */
static void delay(struct delays *delays, uint64_t chances)
{
	uint64_t most = READ_ONCE(perturb_cycles);
	uint64_t all;
	uint64_t one_in;

	if (!most)
		return;
	delays->chances += chances;
	all = delays->chances > delays->before ? delays->chances : delays->before;
	one_in = all / DELAYS_A_RUN > POINT_ONE_IN ? all / DELAYS_A_RUN : POINT_ONE_IN;
	if (random_below(&delays->random, one_in) < chances)
		wait(delays, most);
}

void point_reached(void)
{
	struct delays *delays = &delays_of[cpu_id()];

	if (gate_is_shut())
		gate_point();
	else if (delays->racing && !points_are_muted())
		delay(delays, 1);
}

void point_after_step(void)
{
	struct delays *delays = &delays_of[cpu_id()];

	if (delays->racing)
		delay(delays, STEP_CHANCES);
}
