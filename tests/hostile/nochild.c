/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that forks into an mm that is no child.
 *
 * Says: fork_mm(1): begin_child() was not called for it
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	fork_mm(r, r->mm, r->mms[1]);
}

HOSTILE(hostile_nochild, "nochild");
