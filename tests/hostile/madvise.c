/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that leaves a madvise(FREE) begun.
 *
 * Says: begin_madvise_free(0): end_madvise_free() was not called
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->z);
	begin_madvise_free(r->mm, r->z);
}

HOSTILE(hostile_madvise, "madvise");
