/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that changes rights where no run may.
 *
 * Says: protect(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	protect(r, r->x - PAGE_SIZE, VM_READ);
}

HOSTILE(hostile_protects, "protects");
