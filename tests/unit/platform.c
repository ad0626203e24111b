/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See platform.h.
 */
#include <arch/platform.h>
#include <tests/hw/at_once.h>
#include <tests/hw/probe.h>
#include <tests/unit/platform.h>

unsigned int unit_keeps;
bool unit_cpus_take_turns;

const char *platform_name(void)
{
	return "tcg";
}

unsigned int platform_keeps(void)
{
	return unit_keeps;
}

const char *platform_lacks(unsigned int needs)
{
	(void)needs;
	return "it keeps nothing of the kind";
}

bool cpus_run_at_once(void)
{
	return !unit_cpus_take_turns;
}
