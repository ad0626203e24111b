/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Passing races from the trace to the strategy in use.
 */
#include <arch/model/judge/closure.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/explore.h>

#define RACES_MAX 256

const struct strategy *explorer = &strategy_dpor;

/* The races of the newest event that has any; more may be added: see trace_touch_late(). */
static uint16_t races[RACES_MAX];
static unsigned int nr_races;
static uint32_t racing;

void explore_begin(void)
{
	nr_races = 0;
}

void explore_race(uint32_t earlier)
{
	if (racing != event_index())
		nr_races = 0;
	racing = event_index();
	if (nr_races == RACES_MAX)
		execution_too_large("races of one event");
	races[nr_races++] = (uint16_t)earlier;
}

void explore_event(uint32_t index)
{
	if (nr_races && racing == index)
		explorer->event(index, races, nr_races);
	if (closure_in_use)
		closure_compare();
}
