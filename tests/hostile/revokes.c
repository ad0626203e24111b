/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that takes back a page that its device does not have.
 *
 * Says: revoke_device(3): the device does not have that page
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	device_page(r, 0, OLD);
	revoke_device(r, 3);
}

HOSTILE(hostile_revokes, "revokes");
