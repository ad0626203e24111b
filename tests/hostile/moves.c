/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that moves a page to where no run may.
 *
 * Says: move_pages(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	move_pages(r->mm, r->x, 1, 0x200000000UL);
}

HOSTILE(hostile_moves, "moves");
