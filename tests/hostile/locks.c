/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that keeps a server's lock.
 *
 * Says: lock_remote(0): unlock_remote() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap(r, r->x);
	serve_remotely(r);
	lock_remote(r);
}

HOSTILE(hostile_locks, "locks");
