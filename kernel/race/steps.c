/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The steps of each CPU, in a ring.
 */
#include <arch/atomic.h>
#include <kernel/race/steps.h>

/* Written by its own CPU, without a lock; read by others once that CPU is at rest. */
static struct {
	struct step ring[STEPS_KEPT];
	uint64_t recorded;
} steps_of[MAX_CPUS];

static const char *const texts[NR_STEP_KINDS] = {
#define STEP_KIND(kind, text) text,
	STEP_KINDS(STEP_KIND)
#undef STEP_KIND
};

const char *step_text(enum step_kind kind)
{
	return texts[kind];
}

void steps_add(const struct step_site *site, uintptr_t va, uint64_t pfn)
{
	unsigned int cpu = cpu_id();
	struct step *at = &steps_of[cpu].ring[steps_of[cpu].recorded++ % STEPS_KEPT];

	*at = (struct step){ .site = site, .cycles = cpu_cycles(), .va = va, .frame = pfn };
}

void step_forget(void)
{
	steps_of[cpu_id()].recorded = 0;
}

size_t step_last(unsigned int cpu, struct step steps[STEPS_KEPT])
{
	uint64_t recorded = steps_of[cpu].recorded;
	uint64_t first = recorded > STEPS_KEPT ? recorded - STEPS_KEPT : 0;

	for (uint64_t i = first; i < recorded; i++)
		steps[i - first] = steps_of[cpu].ring[i % STEPS_KEPT];
	return (size_t)(recorded - first);
}
