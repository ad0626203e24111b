/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See moves.h.  Calls that race may be noted in another order than they take effect in, so
 * the order counts for nothing: a page may have come by any of the moves.  To note one, and
 * to look, is no event in the model.
 */
#include <arch/cpu.h>
#include <kernel/mm/page.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>

#define MOVES_MAX      16
#define DEPARTURES_MAX 32
#define SIGHTS_MAX     16
#define MOVES_DEEP     8 /* so often may one page be moved */

static struct {
	bool noted;
	uintptr_t from;
	uintptr_t to;
	size_t pages;
} moves[MOVES_MAX];

static uint32_t nr_moves;

static struct {
	bool noted;
	uintptr_t va;
	size_t pages;
	uint32_t births;
	bool only; /* the last of them is gone, and not those before it */
} departures[DEPARTURES_MAX];

static uint32_t nr_departures;

/* Fresh pages that an access has found. */
static struct {
	bool noted;
	uintptr_t va;
	uint32_t version;
} sights[SIGHTS_MAX];

static uint32_t nr_sights;
static const struct mm *run_mm;

/* Does @va lie within the @pages pages from @from on? */
static bool lies_in(uintptr_t va, uintptr_t from, size_t pages)
{
	return va >= from && (va - from) / PAGE_SIZE < pages;
}

/* How many of what @nr counts there was room for. */
static uint32_t noted_of(const uint32_t *nr, uint32_t most)
{
	uint32_t so_far;

	cpu_watch_begin();
	so_far = READ_ONCE(*nr);
	cpu_watch_end();
	return so_far < most ? so_far : most;
}

void moves_forget(const struct mm *mm)
{
	cpu_watch_begin();
	for (unsigned int i = 0; i < MOVES_MAX; i++)
		moves[i].noted = false;
	for (unsigned int i = 0; i < DEPARTURES_MAX; i++)
		departures[i].noted = false;
	for (unsigned int i = 0; i < SIGHTS_MAX; i++)
		sights[i].noted = false;
	WRITE_ONCE(nr_moves, 0);
	WRITE_ONCE(nr_departures, 0);
	WRITE_ONCE(nr_sights, 0);
	run_mm = mm;
	cpu_watch_end();
}

void moves_note(uintptr_t from, size_t pages, uintptr_t to)
{
	uint32_t slot;

	cpu_watch_begin();
	slot = atomic_add(&nr_moves, 1) - 1;
	if (slot >= MOVES_MAX) {
		broken("move_pages", from, "a run may move pages 16 times");
	} else {
		moves[slot].from = from;
		moves[slot].to = to;
		moves[slot].pages = pages;
		smp_store_release(&moves[slot].noted, true);
	}
	cpu_watch_end();
}

static void departs(uintptr_t va, size_t pages, uint32_t births, bool only)
{
	uint32_t slot = atomic_add(&nr_departures, 1) - 1;

	if (slot >= DEPARTURES_MAX)
		return;
	departures[slot].va = va;
	departures[slot].pages = pages;
	departures[slot].births = births;
	departures[slot].only = only;
	smp_store_release(&departures[slot].noted, true);
}

void moves_gone(const struct mm *mm, uintptr_t va, size_t pages, uint32_t births)
{
	cpu_watch_begin();
	if (mm == run_mm)
		departs(va, pages, births, false);
	cpu_watch_end();
}

uint32_t moves_seen(void)
{
	return noted_of(&nr_sights, SIGHTS_MAX);
}

static bool was_seen(uintptr_t va, uint32_t version)
{
	uint32_t seen = moves_seen();

	for (uint32_t i = 0; i < seen; i++) {
		if (smp_load_acquire(&sights[i].noted) && sights[i].va == va &&
		    sights[i].version == version)
			return true;
	}
	return false;
}

void moves_saw(uintptr_t va, const struct stamp *stamp)
{
	uintptr_t page = va & ~(PAGE_SIZE - 1);
	uint32_t slot;

	cpu_watch_begin();
	slot = was_seen(page, stamp->version) ? SIGHTS_MAX : atomic_add(&nr_sights, 1) - 1;
	if (slot < SIGHTS_MAX) {
		sights[slot].va = page;
		sights[slot].version = stamp->version;
		smp_store_release(&sights[slot].noted, true);
	}
	cpu_watch_end();
}

void moves_discarded(const struct mm *mm, uintptr_t va, size_t pages, uint32_t seen)
{
	cpu_watch_begin();
	for (uint32_t i = 0; mm == run_mm && i < seen; i++) {
		if (smp_load_acquire(&sights[i].noted) && lies_in(sights[i].va, va, pages))
			departs(sights[i].va, 1, sights[i].version, true);
	}
	cpu_watch_end();
}

uint32_t moves_returned(void)
{
	return noted_of(&nr_departures, DEPARTURES_MAX);
}

/* Is what was born at @va as @version gone?  Versions have 24 bits, and begin anew. */
static bool is_gone(uintptr_t va, unsigned int version, uint32_t returned)
{
	for (uint32_t i = 0; i < returned; i++) {
		if (!smp_load_acquire(&departures[i].noted) ||
		    !lies_in(va, departures[i].va, departures[i].pages))
			continue;
		if (departures[i].only ? departures[i].births == version :
					 (int32_t)((departures[i].births - version) << 8) >= 0)
			return true;
	}
	return false;
}

static bool was_born_at(uintptr_t va, const struct stamp *stamp)
{
	return (va >> PAGE_SHIFT & 0xffff) == stamp->index;
}

/* Whether by other addresses it has come from where it was born. */
static bool came_to(uintptr_t va, const struct stamp *stamp, unsigned int deep)
{
	for (unsigned int i = 0; deep && i < MOVES_MAX; i++) {
		uintptr_t from;

		if (!smp_load_acquire(&moves[i].noted) || !lies_in(va, moves[i].to, moves[i].pages))
			continue;
		from = va - moves[i].to + moves[i].from;
		if (was_born_at(from, stamp) || came_to(from, stamp, deep - 1))
			return true;
	}
	return false;
}

bool moves_allow(uintptr_t va, const struct stamp *stamp, uint32_t returned)
{
	bool allowed;

	cpu_watch_begin();
	allowed = (was_born_at(va, stamp) && !is_gone(va, stamp->version, returned)) ||
		  came_to(va, stamp, MOVES_DEEP);
	cpu_watch_end();
	return allowed;
}
