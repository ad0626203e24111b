/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that reads the kernel's memory, which it could with access=kernel.
 *
 * Says: load(ffffffff80000000): not within 64 pages
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)load(r, 0xffffffff80000000UL);
}

HOSTILE(hostile_kernel, "kernel");
