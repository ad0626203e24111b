/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that maps in an mm that has ended.
 *
 * Says: the mm is none of r->mms[], nor a guest that lives
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	begin_guest(r);
	end_guest(r);
	map_pages(r->guest, r->x, 1, VM_READ, NULL, 0);
}

HOSTILE(hostile_mapsghost, "mapsghost");
