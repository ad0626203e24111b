/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that leaves entries as it has made them.
 *
 * Says: unmap_ab() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap(r, r->x);
	map_ab(r, 0);
	write_pte(r, r->x, r->b, 0);
}

HOSTILE(hostile_stillraw, "stillraw", .raw = true);
