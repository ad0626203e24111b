/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between the trace and the engine that is in charge.
 */
#include <arch/model/closure.h>
#include <arch/model/explore.h>
#include <arch/model/sched.h>

#define RACES_MAX 256

const struct strategy *explorer = &strategy_dpor;

static uint16_t races[RACES_MAX];
static unsigned int nr_races;

void explore_race(uint32_t earlier)
{
	if (nr_races == RACES_MAX)
		execution_too_large("races of one event");
	races[nr_races++] = (uint16_t)earlier;
}

void explore_event(uint32_t index)
{
	unsigned int n = nr_races;

	nr_races = 0;
	if (n)
		explorer->event(index, races, n);
	if (closure_in_use)
		closure_compare();
}
