/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that keeps a page.
 *
 * Says: release_page() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)hold_page(r, r->file[0], 0);
}

HOSTILE(hostile_holds, "holds");
