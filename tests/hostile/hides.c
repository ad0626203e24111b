/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that leaves a page table hidden.
 *
 * Says: show_table() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	unmap(r, r->x);
	map_ab(r, 0);
	hide_table(r, r->x);
}

HOSTILE(hostile_hides, "hides", .raw = true);
