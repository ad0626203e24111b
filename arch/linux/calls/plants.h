/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Planted bugs: which there are, and which is in force.
 */
#ifndef ARCH_LINUX_CALLS_PLANTS_H
#define ARCH_LINUX_CALLS_PLANTS_H

#include <stdbool.h>

enum plant {
#define PLANT(id, name, meaning) PLANT_##id,
#include <arch/linux/calls/plants.def>
#undef PLANT
	NR_PLANTS,
};

struct plant_info {
	const char *name;
	const char *meaning;
};

extern const struct plant_info plants[NR_PLANTS];

/* Only @plant from now on, while no test runs; NR_PLANTS: none. */
void plant_set(enum plant plant);
/* Is @plant in force?  Also notes that the test has passed a place where it would act. */
bool planted(enum plant plant);

/* A bit for each whose place was passed since the last call. */
unsigned int plants_passed(void);

#endif
