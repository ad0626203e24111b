/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that breaks no rule.
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)load(r, r->x);
	release_page(try_hold_page(r, r->file[0], 1));
}

HOSTILE(hostile_allowed, "allowed");
