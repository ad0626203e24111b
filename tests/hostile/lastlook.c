/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test whose last look is that of a user program, when none runs any more.
 *
 * Says: this CPU is idle, or in no mm: no user
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)load(r, r->x);
}

static void look(struct run *r)
{
	(void)load(r, r->x);
}

HOSTILE(hostile_lastlook, "lastlook", .finish = look);
