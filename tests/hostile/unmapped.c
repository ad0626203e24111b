/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that makes a page the same where none is.
 *
 * Says: make_same(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	struct page *stable;

	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->z);
	stable = stable_page(r->mm, r->z);
	make_same(r->mm, r->lone, stable);
	release_page(stable);
}

HOSTILE(hostile_unmapped, "unmapped");
