/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A store to a private mapping needs a frame for the copy, and there is none.  It faults,
 * and the file is as it was.
 *
 *	CPU 0
 *	r0 = store(x, 1)
 *	finally: r1 = the file's content
 */
#include <tests/litmus.h>

static void map_private(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
	populate(r, r->x);
	use_up_frames();
}

static void store_x(struct run *r)
{
	r->reg[0] = store(r, r->x, 1);
}

static void read_file(struct run *r)
{
	heal();
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(cow_out_of_frames) = {
	.name = "error/cow-out-of-frames",
	.asks = "does a store that gets no private copy change nothing?",
	.source = "-ENOMEM in the fault handler",
	.setup = map_private,
	.cpu = { store_x },
	.finish = read_file,
	.regs = { "0:x", "file" },
	.sees = { OLD, 1 },
	.outcomes = {
		SOMETIMES("the store faulted", FAULT, OLD),
		NEVER("the store was made", DONE, ANY),
		NEVER("the file changed", FAULT, ANY),
	},
	.teeth = { TOOTH(NO_COPY_IS_NO_MATTER) },
};
