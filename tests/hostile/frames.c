/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that points an entry at a frame that is not its own.
 *
 * Says: write_pte(7): the frame is neither r->a nor r->b
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap(r, r->x);
	map_ab(r, 0);
	write_pte(r, r->x, 7, 0);
	unmap_ab(r);
}

HOSTILE(hostile_frames, "frames", .raw = true);
