/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that maps as a device does, without one.
 *
 * Says: map(45a9b000): it failed with EINVAL
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	map(r, r->x, VM_READ | VM_PFNMAP, NULL, 0);
	(void)load(r, r->x);
}

HOSTILE(hostile_pfnmap, "pfnmap");
