/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that loads while its CPU is idle.
 *
 * Says: this CPU is idle, or in no mm: no user
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	idle();
	(void)load(r, r->x);
}

HOSTILE(hostile_idles, "idles");
