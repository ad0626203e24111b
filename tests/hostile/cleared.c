/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that takes out a breakpoint that is not set.
 *
 * Says: clear_breakpoint(0): none with that value is set there
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	clear_breakpoint(r, r->file[0], 0, NEW);
}

HOSTILE(hostile_cleared, "cleared");
