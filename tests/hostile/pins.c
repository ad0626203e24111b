/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that keeps a pin.
 *
 * Says: release_page() was not called for this frame, nor put_page()
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	(void)get_page(r, r->mm, r->x, GUP_WRITE | GUP_PIN);
}

HOSTILE(hostile_pins, "pins");
