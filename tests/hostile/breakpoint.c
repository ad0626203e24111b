/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that leaves a breakpoint set.
 *
 * Says: set_breakpoint(0): clear_breakpoint() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	set_breakpoint(r, r->file[0], 0, NEW);
}

HOSTILE(hostile_breakpoint, "breakpoint");
