/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that reads a page so far behind its file that the position begins anew.
 *
 * Says: read_content(10000000000000): a file has 64 pages, from 0 on
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)read_content(r, r->file[0], 1UL << 52);
}

HOSTILE(hostile_wraps, "wraps");
