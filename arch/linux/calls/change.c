/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Noting the calls that change what is mapped, and which pages they are about: see place.h.
 */
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/sys.h>
#include <arch/linux/host/cpu.h>

struct change *change_begin(uintptr_t from, uintptr_t to)
{
	struct played *played = &place_here()->played[actor_here()];
	static _Thread_local struct change scratch;
	struct change *change = &scratch;

	if (played->nr_changes < CHANGES_LOGGED)
		change = &played->changes[played->nr_changes++];
	*change = (struct change){ .from = from, .to = to, .began = cpu_cycles() };
	return change;
}

struct change *change_begin_file(const struct file *file, uint64_t index, uint64_t pages)
{
	struct change *change = change_begin(0, UINTPTR_MAX);

	change->file = file;
	change->index = index;
	change->pages = pages;
	return change;
}

void change_end(struct change *change, bool done)
{
	change->ended = cpu_cycles();
	if (!done)
		change->to = change->from;
}

/* Does @area map @va?  A child has all mappings of its parent, so it is not asked for its mm. */
static bool maps(const struct place *place, const struct area *area, uintptr_t va)
{
	unsigned int mm = (unsigned int)(va >> 60);
	uintptr_t at = place_in(mm, area->va);

	return (area->mm->nr == mm || place->mm[mm].at >= SYS_CHILDREN) && va >= at &&
	       va - at < area->pages * PAGE_SIZE;
}

bool change_has(const struct place *place, const struct change *change, uintptr_t va)
{
	if (va < change->from || va >= change->to)
		return false;
	for (unsigned int i = 0; change->file && i < place->nr_areas; i++) {
		const struct area *area = &place->areas[i];
		uint64_t index;

		if (area->file != change->file || !maps(place, area, va))
			continue;
		index = area->index +
			(va - place_in((unsigned int)(va >> 60), area->va)) / PAGE_SIZE;
		if (index >= change->index && index - change->index < change->pages)
			return true;
	}
	return !change->file;
}
