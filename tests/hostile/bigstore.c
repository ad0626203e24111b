/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that stores what only a name can be.
 *
 * Says: store(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)store(r, r->x, OLD);
}

HOSTILE(hostile_bigstore, "bigstore");
