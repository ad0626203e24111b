/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All scenarios and their names:
 *
 *	anon/store.swap-out/migrate+load.clear-refs.store
 *	kind / calls before the race / of CPU 0 + of CPU 1
 *
 * For each kind of page, each state that it can reach, and each two calls A and B that are possible
 * on it: A runs beside B, and accesses follow B and may precede it.
 */
#ifndef ARCH_MODEL_PAIRS_SCENARIO_H
#define ARCH_MODEL_PAIRS_SCENARIO_H

#include <stddef.h>
#include <arch/model/pairs/calls.h>

#define SCENARIO_NAME_MAX 160

struct scenarios {
	size_t nr;
	struct pair *of;
	size_t inexpressible; /* pairs of calls and kinds of page that have no scenario */
	size_t expressible;
	unsigned int states; /* of all kinds */
};

/* Find all scenarios of the kinds of page that @globs, separated by commas, can select. */
void scenarios_find(const char *globs, struct scenarios *all);

void scenario_spell(const struct pair *pair, char name[SCENARIO_NAME_MAX]);

#endif
