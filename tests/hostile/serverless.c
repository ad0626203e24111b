/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that has no server.
 *
 * Says: lock_remote(0): serve_remotely() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	lock_remote(r);
}

HOSTILE(hostile_serverless, "serverless");
