/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test in which an actor waits for a word that nobody gives.
 *
 * Says: await(0): nobody tells w: every other actor has ended, or waits as well
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	await(&r->w);
}

HOSTILE(hostile_waits, "waits");
