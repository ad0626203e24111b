/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that gives a page a content that no test can give.
 *
 * Says: content(14): no content that a test may give a page
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	content(r, r->file[0], 1, FRESH);
}

HOSTILE(hostile_fresh, "fresh");
