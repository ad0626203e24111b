/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that overwrites the next file's pages.
 *
 * Says: change_device(40): a file has 64 pages
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	change_device(r, r->file[0], LITMUS_FILE_PAGES, NEW);
}

HOSTILE(hostile_device, "device");
