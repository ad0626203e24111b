/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that leaves LUF no keys.
 *
 * Says: few_luf_keys(0): there are 1 to
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)r;
	few_luf_keys(0);
}

HOSTILE(hostile_nokeys, "nokeys");
