/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that gives its device a page twice.
 *
 * Says: device_page(1): the device has 8 pages, and each is given once
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	device_page(r, 1, OLD);
	device_page(r, 1, OLD);
}

HOSTILE(hostile_newdevice, "newdevice");
