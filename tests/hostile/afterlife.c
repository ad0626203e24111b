/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that goes on in an mm that has ended.
 *
 * Says: the mm is none of r->mms[], nor a guest that lives
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	begin_guest(r);
	become(r->guest);
	end_guest(r);
	(void)load(r, r->x);
}

HOSTILE(hostile_afterlife, "afterlife");
