/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that gives an advice that nobody knows.
 *
 * Says: advise_pages(45a9b000): it failed with EINVAL
 */
#include <kernel/mm/calls/madvise.h>
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	advise_pages(r->mm, r->x, 1, (enum madvice)99);
}

HOSTILE(hostile_advises, "advises");
