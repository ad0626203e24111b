/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that stores over the end of its page.
 *
 * Says: store(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)store(r, r->x + PAGE_SIZE - 1, 1);
}

HOSTILE(hostile_unaligned, "unaligned");
