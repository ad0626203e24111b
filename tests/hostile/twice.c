/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that releases a page twice.
 *
 * Says: release_page(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	struct page *page = hold_page(r, r->file[0], 0);

	release_page(page);
	release_page(page);
}

HOSTILE(hostile_twice, "twice");
