/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that sets a register that it does not name.
 *
 * Says: r->reg(3): the register is set, and .regs has no name for it
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	r->reg[3] = 7;
}

HOSTILE(hostile_unnamed, "unnamed");
