/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that has all later runs in another mm.
 *
 * Says: r->mm(0): the test has changed what is the engine's
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	r->mm = r->mms[1];
}

HOSTILE(hostile_othermm, "othermm");
