/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that gives back a lock that it does not have.
 *
 * Says: unlock_remote(0): this actor does not have the lock
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap(r, r->x);
	serve_remotely(r);
	unlock_remote(r);
}

HOSTILE(hostile_unlocks, "unlocks");
