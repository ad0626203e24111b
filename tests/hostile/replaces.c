/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that puts what is no content in place of a page.
 *
 * Says: replace(15): no content that a test may give a page
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	replace(r, r->x, FAULT);
}

HOSTILE(hostile_replaces, "replaces");
