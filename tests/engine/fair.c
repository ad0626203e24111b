/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See fair.h.
 */
#include <tests/engine/fair.h>

/* The delays of all actors in sum: an actor that waits for a delayed one is delayed, too. */
static uint64_t held_in_all(const struct scene *scene)
{
	uint64_t cycles = 0;

	for (unsigned int i = 0; i < scene->nr_actors; i++)
		cycles += scene->actors[i].held;
	return cycles;
}

/* The longest window for the start of an actor after all are ready. */
static uint64_t longest_window(const struct scene *scene, const struct sweep *sweep)
{
	uint64_t longest = 0;

	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		uint64_t window = sweep_window(sweep, i, scene->nr_actors);

		if (window > longest)
			longest = window;
	}
	return longest;
}

/* The time between the first actor's start and the last one's. */
static uint64_t spread(const struct scene *scene)
{
	uint64_t first = UINT64_MAX;
	uint64_t last = 0;

	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		uint64_t began = scene->actors[i].began;

		if (began < first)
			first = began;
		if (began > last)
			last = began;
	}
	return last - first;
}

bool run_was_fair(const struct scene *scene, const struct sweep *sweep)
{
	uint64_t held = held_in_all(scene);

	if (!sweep_has_learnt(sweep, scene->nr_actors))
		return false;
	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		uint64_t took = scene->actors[i].took;

		if (took > held && sweep_is_stolen(took - held, sweep->length[i]))
			return false;
	}
	return spread(scene) <= longest_window(scene, sweep);
}

bool fair_in_each(const struct tally *tally, const struct regimes *regimes, uint64_t runs)
{
	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (regimes->set >> i & 1 && tally->fair[i] < runs)
			return false;
	}
	return true;
}

bool mostly_fair(const struct tally *tally)
{
	const struct regimes all = { ~0u };

	return 2 * fair_runs(tally, &all) >= tally->runs;
}

uint64_t fair_runs(const struct tally *tally, const struct regimes *regimes)
{
	uint64_t runs = 0;

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		runs += regimes->set >> i & 1 ? tally->fair[i] : 0;
	return runs;
}
