/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ring of each CPU's last steps.
 */
#include <arch/atomic.h>
#include <kernel/race/gate.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>

/* Written by its own CPU only, with no lock; read by others once that CPU is at rest. */
static struct {
	struct step ring[STEPS_KEPT];
	uint64_t recorded;
} steps_of[MAX_CPUS];

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

void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn))
{
	watcher = watch;
}

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn)
{
	unsigned int cpu = cpu_id();
	struct step *at;

	if (gate_is_shut())
		gate_point();
	at = &steps_of[cpu].ring[steps_of[cpu].recorded++ % STEPS_KEPT];
	*at = (struct step){ .site = site, .cycles = cpu_cycles(), .va = va, .frame = pfn };
	if (__builtin_expect(watcher != NULL, 0))
		watcher(site->kind, pfn);
	if (points_are_armed())
		point_after_step();
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
