/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See moves.h.  Calls that race may be recorded in another order than they take effect in, so the
 * order is not used: a page may have come by any of the moves.  In the model recording and looking
 * are no events.
 */
#include <arch/cpu.h>
#include <kernel/mm/frames/page.h>
#include <tests/engine/broken.h>
#include <tests/engine/moves.h>

#define MOVES_MAX      16
#define DEPARTURES_MAX 32
#define SIGHTS_MAX     16
#define PLACES_MAX     64 /* the most addresses that a page may have come from */

static struct {
	bool noted;
	uintptr_t from;
	uintptr_t to;
	size_t pages;
	uint32_t ended; /* when it returned; 0: it is in progress */
} moves[MOVES_MAX];

static uint32_t nr_moves;

static struct {
	bool noted;
	uintptr_t va;
	size_t pages;
	uint32_t began;
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
static uint32_t born_before; /* the run began */
static uint32_t ticks;

/* Is @va in the @pages pages from @from on? */
static bool lies_in(uintptr_t va, uintptr_t from, size_t pages)
{
	return va >= from && (va - from) / PAGE_SIZE < pages;
}

/* How many of *@nr records fitted. */
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
	WRITE_ONCE(ticks, 0);
	run_mm = mm;
	born_before = stamp_births();
	cpu_watch_end();
}

struct moves_call moves_begin(void)
{
	struct moves_call call;

	cpu_watch_begin();
	call.began = atomic_add(&ticks, 1);
	call.births = stamp_births();
	call.seen = noted_of(&nr_sights, SIGHTS_MAX);
	cpu_watch_end();
	return call;
}

uint32_t moves_note(const struct mm *mm, uintptr_t from, size_t pages, uintptr_t to)
{
	uint32_t slot = MOVES_MAX;

	cpu_watch_begin();
	if (mm == run_mm)
		slot = atomic_add(&nr_moves, 1) - 1;
	if (slot < MOVES_MAX) {
		moves[slot].from = from;
		moves[slot].to = to;
		moves[slot].pages = pages;
		moves[slot].ended = 0;
		smp_store_release(&moves[slot].noted, true);
	} else if (mm == run_mm) {
		broken("move_pages", from, "a run may move pages 16 times");
	}
	cpu_watch_end();
	return slot;
}

void moves_end(uint32_t move, bool arrived)
{
	cpu_watch_begin();
	if (move < MOVES_MAX && arrived)
		smp_store_release(&moves[move].ended, atomic_add(&ticks, 1));
	else if (move < MOVES_MAX)
		smp_store_release(&moves[move].noted, false);
	cpu_watch_end();
}

static void departs(uintptr_t va, size_t pages, uint32_t began, uint32_t births, bool only)
{
	uint32_t slot = atomic_add(&nr_departures, 1) - 1;

	if (slot >= DEPARTURES_MAX)
		return;
	departures[slot].va = va;
	departures[slot].pages = pages;
	departures[slot].began = began;
	departures[slot].births = births;
	departures[slot].only = only;
	smp_store_release(&departures[slot].noted, true);
}

void moves_gone(const struct mm *mm, uintptr_t va, size_t pages, const struct moves_call *call)
{
	cpu_watch_begin();
	/* Before the first page of a run is born there is nothing to depart. */
	if (mm == run_mm && call->births != born_before)
		departs(va, pages, call->began, call->births, false);
	cpu_watch_end();
}

static bool was_seen(uintptr_t va, uint32_t version)
{
	uint32_t seen = noted_of(&nr_sights, SIGHTS_MAX);

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

void moves_discarded(const struct mm *mm, uintptr_t va, size_t pages, const struct moves_call *call)
{
	cpu_watch_begin();
	for (uint32_t i = 0; mm == run_mm && i < call->seen; i++) {
		if (smp_load_acquire(&sights[i].noted) && lies_in(sights[i].va, va, pages))
			departs(sights[i].va, 1, call->began, sights[i].version, true);
	}
	cpu_watch_end();
}

uint32_t moves_returned(void)
{
	return noted_of(&nr_departures, DEPARTURES_MAX);
}

/* Is the page @version that was born at @va gone?  Versions have 24 bits, and wrap. */
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

/* Has page @version, which had come to @va by tick @ended, left it since? */
static bool has_left(uintptr_t va, unsigned int version, uint32_t ended, uint32_t returned)
{
	for (uint32_t i = 0; ended && i < returned; i++) {
		if (smp_load_acquire(&departures[i].noted) && departures[i].began > ended &&
		    lies_in(va, departures[i].va, departures[i].pages) &&
		    (!departures[i].only || departures[i].births == version))
			return true;
	}
	return false;
}

/* Has move @i, if there is one, moved a page to @va?  Sets *@from to its old address. */
static bool arrives(unsigned int i, uintptr_t va, uintptr_t *from)
{
	if (!smp_load_acquire(&moves[i].noted) || !lies_in(va, moves[i].to, moves[i].pages))
		return false;
	*from = va - moves[i].to + moves[i].from;
	return true;
}

/* Addresses from which a page may have come to another. */
struct places {
	unsigned int nr;
	uintptr_t va[PLACES_MAX];
};

static void add_place(struct places *places, uintptr_t va)
{
	for (unsigned int i = 0; i < places->nr; i++) {
		if (places->va[i] == va)
			return;
	}
	if (places->nr < PLACES_MAX)
		places->va[places->nr++] = va;
}

/* Has it come to @va from where it was born, through any other addresses, and not left again? */
static bool came_to(uintptr_t va, const struct stamp *stamp, uint32_t returned)
{
	struct places places = { 0 };
	uintptr_t from;

	for (unsigned int i = 0; i < MOVES_MAX; i++) {
		if (arrives(i, va, &from) &&
		    !has_left(va, stamp->version, smp_load_acquire(&moves[i].ended), returned))
			add_place(&places, from);
	}
	for (unsigned int at = 0; at < places.nr; at++) {
		if (was_born_at(places.va[at], stamp))
			return true;
		for (unsigned int i = 0; i < MOVES_MAX; i++) {
			if (arrives(i, places.va[at], &from))
				add_place(&places, from);
		}
	}
	return false;
}

bool moves_allow(uintptr_t va, const struct stamp *stamp, uint32_t returned)
{
	bool allowed;

	cpu_watch_begin();
	allowed = (was_born_at(va, stamp) && !is_gone(va, stamp->version, returned)) ||
		  came_to(va, stamp, returned);
	cpu_watch_end();
	return allowed;
}
