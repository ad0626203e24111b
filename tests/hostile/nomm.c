/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that unmaps in no mm.
 *
 * Says: unmap(0): the mm is none of r->mms[], nor a guest that lives
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap_pages(NULL, r->x, 1);
}

HOSTILE(hostile_nomm, "nomm");
