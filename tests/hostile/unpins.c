/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that takes back a pin that it never had, and keeps one that it had.
 *
 * Says: the test does not hold the page, or did not get it so
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	struct page *page;

	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	page = get_page(r, r->mm, r->x, GUP_WRITE);
	put_page(page, GUP_WRITE | GUP_PIN);
	put_page(page, GUP_WRITE);
	page = get_page(r, r->mm, r->x, GUP_WRITE | GUP_PIN);
	put_page(page, GUP_WRITE);
}

HOSTILE(hostile_unpins, "unpins");
