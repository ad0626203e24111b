/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that reads what its file does not have.
 *
 * Says: read_content(40): a file has 64 pages, from 0 on
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)read_content(r, r->file[0], LITMUS_FILE_PAGES);
}

HOSTILE(hostile_eof, "eof");
