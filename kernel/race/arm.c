/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which points are armed, and which CPUs pass none.
 */
#include <arch/atomic.h>
#include <kernel/race/point.h>

uint32_t points_armed = POINTS_OFF;

/* How deep each CPU is in point_mute(); written only by that CPU. */
static unsigned int muted[MAX_CPUS];

void point_arm(enum point_hold hold, bool on)
{
	if (on)
		atomic_or(&points_armed, (uint32_t)hold);
	else
		atomic_and(&points_armed, ~(uint32_t)hold);
}

void point_mute(void)
{
	muted[cpu_id()]++;
}

void point_unmute(void)
{
	muted[cpu_id()]--;
}

bool points_are_muted(void)
{
	return muted[cpu_id()];
}
