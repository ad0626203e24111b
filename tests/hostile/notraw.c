/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that changes an entry, and is not marked .raw.
 *
 * Says: write_pte(0): a raw operation, and the test is not .raw
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	write_pte(r, r->x, 5, 0);
}

HOSTILE(hostile_notraw, "notraw");
