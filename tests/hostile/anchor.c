/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that unmaps the engine's own page, behind the calls' back.
 *
 * Says: unmap(45a00000): the engine's own page
 */
#include <kernel/mm/calls/munmap.h>
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)do_munmap(r->mms[1], r->x & ~(pte_span(1) - 1), PAGE_SIZE);
}

HOSTILE(hostile_anchor, "anchor");
