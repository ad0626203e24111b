/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that maps pages of a file whose numbers begin anew.
 *
 * Says: map(fffffffffffffffe): a file has 64 pages, from 0 on
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	map_pages(r->mm, r->x, 4, VM_READ | VM_SHARED, r->file[0], UINT64_MAX - 1);
	(void)load(r, r->x + 2 * PAGE_SIZE);
}

HOSTILE(hostile_mapswraps, "mapswraps");
