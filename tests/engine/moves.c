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

#define MOVES_MAX  16
#define MOVES_DEEP 8 /* so often may one page be moved */

static struct {
	bool noted;
	uintptr_t from;
	uintptr_t to;
	size_t pages;
} moves[MOVES_MAX];

static uint32_t nr_moves;

void moves_forget(void)
{
	cpu_watch_begin();
	for (unsigned int i = 0; i < MOVES_MAX; i++)
		moves[i].noted = false;
	WRITE_ONCE(nr_moves, 0);
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

static bool came_from(uintptr_t va, unsigned int index, unsigned int deep)
{
	if ((va >> PAGE_SHIFT & 0xffff) == index)
		return true;
	for (unsigned int i = 0; deep && i < MOVES_MAX; i++) {
		if (!smp_load_acquire(&moves[i].noted) || va < moves[i].to ||
		    (va - moves[i].to) / PAGE_SIZE >= moves[i].pages)
			continue;
		if (came_from(va - moves[i].to + moves[i].from, index, deep - 1))
			return true;
	}
	return false;
}

bool moves_allow(uintptr_t va, unsigned int index)
{
	bool allowed;

	cpu_watch_begin();
	allowed = came_from(va, index, MOVES_DEEP);
	cpu_watch_end();
	return allowed;
}
