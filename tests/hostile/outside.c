/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that maps where no run may.
 *
 * Says: map(45aff000): not within 64 pages from x or z on
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	map(r, r->x + 100 * PAGE_SIZE, VM_READ, NULL, 0);
}

HOSTILE(hostile_outside, "outside");
