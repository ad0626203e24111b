/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that relies on a call that fails.
 *
 * Says: populate(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap(r, r->x);
	populate(r, r->x);
}

HOSTILE(hostile_fails, "fails");
