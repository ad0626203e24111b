/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ring of each CPU's last steps, and their random delays.
 */
#include <arch/atomic.h>
#include <kernel/gate.h>
#include <kernel/random.h>
#include <kernel/step.h>

/* Written by its own CPU only, with no lock; read by others once that CPU is at rest. */
static struct {
	struct step ring[STEPS_KEPT];
	uint64_t recorded;
	struct random random;
} steps_of[MAX_CPUS];

static uint64_t perturb_cycles;
static void (*watcher)(enum step_kind kind, uint64_t pfn);

static const char *const texts[NR_STEP_KINDS] = {
#define STEP_KIND(kind, text) text,
	STEP_KINDS(STEP_KIND)
#undef STEP_KIND
};

const char *step_text(enum step_kind kind)
{
	return texts[kind];
}

/* One step in DELAY_ONE_IN waits; one of those in NAP_ONE_IN naps. */
#define DELAY_ONE_IN 8
#define NAP_ONE_IN   8

static void delay(unsigned int cpu, uint64_t most)
{
	struct random *random = &steps_of[cpu].random;
	uint64_t start = cpu_cycles();
	uint64_t cycles;

	if (!random->state)
		return; /* this CPU plays in no run */
	if (random_below(random, DELAY_ONE_IN))
		return;
	if (irqs_enabled() && !random_below(random, NAP_ONE_IN)) {
		cpu_nap();
		return;
	}
	cycles = random_below(random, most);
	while (cpu_cycles() - start < cycles)
		cpu_relax();
}

void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn))
{
	watcher = watch;
}

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn)
{
	unsigned int cpu = cpu_id();
	uint64_t most;
	struct step *at;

	if (gate_is_shut())
		gate_step();
	at = &steps_of[cpu].ring[steps_of[cpu].recorded++ % STEPS_KEPT];
	*at = (struct step){ .site = site, .cycles = cpu_cycles(), .va = va, .frame = pfn };
	if (__builtin_expect(watcher != NULL, 0))
		watcher(site->kind, pfn);
	most = READ_ONCE(perturb_cycles);
	if (most)
		delay(cpu, most);
}

void step_perturb(uint64_t cycles)
{
	WRITE_ONCE(perturb_cycles, cycles);
}

void step_forget(uint64_t seed)
{
	unsigned int cpu = cpu_id();

	steps_of[cpu].recorded = 0;
	steps_of[cpu].random = random_seeded(seed, cpu);
}

size_t step_last(unsigned int cpu, struct step steps[STEPS_KEPT])
{
	uint64_t recorded = steps_of[cpu].recorded;
	uint64_t first = recorded > STEPS_KEPT ? recorded - STEPS_KEPT : 0;

	for (uint64_t i = first; i < recorded; i++)
		steps[i - first] = steps_of[cpu].ring[i % STEPS_KEPT];
	return (size_t)(recorded - first);
}
