/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that waits before any actor has started.
 *
 * Says: await(0): no actor waits here, so nobody would tell it
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)r;
}

static void wait_in_vain(struct run *r)
{
	await(&r->u);
}

HOSTILE(hostile_waitsalone, "waitsalone", .warm = { wait_in_vain });
