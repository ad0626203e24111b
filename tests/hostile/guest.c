/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that ends before its guest.
 *
 * Says: begin_guest(0): end_guest() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	begin_guest(r);
}

HOSTILE(hostile_guest, "guest");
