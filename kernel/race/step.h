/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Steps: points of the memory manager that have a name.
 *
 * The last steps of each CPU are kept (steps.h).  A step is a point, too: see point.h.
 */
#ifndef KERNEL_RACE_STEP_H
#define KERNEL_RACE_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/cpu.h>
#include <kernel/race/steps.h>

/* The place in the source where @step_kind is done. */
#define STEP_SITE(step_kind)                                                                       \
	({                                                                                         \
		static const struct step_site site_ = { STEP_##step_kind, __FILE__, __func__,      \
							__LINE__ };                                \
		&site_;                                                                            \
	})

/* Record that this CPU is about to do (or has just done) @kind at @va with frame @pfn. */
#define step(step_kind, step_va, pfn) step_record(STEP_SITE(step_kind), (step_va), (pfn))

/* From now on tell @watch of each step, before the step is made. */
void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn));

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn);

#endif
