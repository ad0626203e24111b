/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that enters an mm that has ended.
 *
 * Says: the mm is none of r->mms[], nor a guest that lives
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	begin_guest(r);
	end_guest(r);
	become(r->guest);
}

HOSTILE(hostile_ghost, "ghost");
