/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One CPU.  A file is cut to one page, and the page behind it is mapped: nobody may see it, nor
 * put another in its place.
 */
#include <tests/litmus.h>

static void map_cut_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, OTHER);
	truncate_file(r, r->file[0], 1);
	map_pages(r->mm, r->x, 2, VM_READ | VM_WRITE, r->file[0], 0);
}

static void look_behind(struct run *r)
{
	r->reg[0] = load(r, r->x);
	r->reg[1] = try_replace(r, r->x + PAGE_SIZE, NEW);
	r->reg[2] = try_read_content(r, r->file[0], 1);
	r->reg[3] = load(r, r->x + PAGE_SIZE);
}

LITMUS(end_of_file) = {
	.name = "unmap/end-of-file",
	.asks = "is the last page of a file its last, whoever asks?",
	.source = "Linux, filemap_fault(): the size in pages",
	.setup = map_cut_file,
	.cpu = { look_behind },
	.regs = { "0:x", "0:replace", "0:read", "0:behind" },
	.sees = { OLD, NEW, OTHER },
	.outcomes = {
		SOMETIMES("nothing is behind it", OLD, E_FAULT, E_FBIG, FAULT),
		NEVER("something is", OLD, DONE, ANY, ANY),
		NEVER("it can be read", OLD, E_FAULT, ANY, FAULT),
		NEVER("it can be seen", OLD, E_FAULT, E_FBIG, ANY),
	},
	.teeth = { TOOTH(FILE_END_OFF_BY_ONE) },
};
