/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that has all later runs use one file.
 *
 * Says: r->file(0): the test has changed what is the engine's
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	r->file[0] = r->file[1];
}

HOSTILE(hostile_otherfile, "otherfile");
