/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See plants.h.
 */
#include <arch/atomic.h>
#include <arch/linux/calls/plants.h>

const struct plant_info plants[NR_PLANTS] = {
#define PLANT(id, name, meaning) { name, meaning },
#include <arch/linux/calls/plants.def>
#undef PLANT
};

_Static_assert(NR_PLANTS < 32, "a bit for each");

static enum plant in_force = NR_PLANTS;
static unsigned int passed;

void plant_set(enum plant plant)
{
	in_force = plant;
}

bool planted(enum plant plant)
{
	unsigned int bit = 1u << plant;

	if (!(READ_ONCE(passed) & bit))
		(void)fetch_or(&passed, bit);
	return plant == in_force;
}

unsigned int plants_passed(void)
{
	return xchg(&passed, 0u);
}
