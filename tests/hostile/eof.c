/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that reads what its file does not have.
 *
 * Says: read_content(40): it failed with EFBIG
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	(void)read_content(r, r->file[0], LITMUS_FILE_PAGES);
}

HOSTILE(hostile_eof, "eof");
