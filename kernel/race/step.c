/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making a step: a schedule or chance may delay this CPU there.
 */
#include <kernel/race/gate.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>

static void (*watcher)(enum step_kind kind, uint64_t pfn);

void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn))
{
	watcher = watch;
}

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn)
{
	if (gate_is_shut())
		gate_point();
	steps_add(site, va, pfn);
	if (__builtin_expect(watcher != NULL, 0))
		watcher(site->kind, pfn);
	if (points_are_armed())
		point_after_step();
}
