/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device fails to read the page of a file.  Whoever touches it faults, and the next
 * access, for which the device works again, finds the content; another page is not affected.
 *
 *	CPU 0				CPU 1
 *	the device fails a read		r2 = load(z)
 *	r0 = load(x)
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_two(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, NEW);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_SHARED, r->file[1], 0);
	fail_reads();
}

static void read_twice(struct run *r)
{
	r->reg[0] = load(r, r->x);
	r->reg[1] = load(r, r->x);
}

static void read_other(struct run *r)
{
	r->reg[2] = load(r, r->z);
}

LITMUS(read_fails) = {
	.name = "error/read-fails",
	.asks = "is a page that the device could not read mapped by nobody?",
	.source = "-EIO from the device, SIGBUS in Linux",
	.setup = map_two,
	.cpu = { read_twice, read_other },
	.regs = { "0:first", "0:second", "1:z" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("the first access met the error", FAULT, OLD, NEW),
		SOMETIMES("the other page's did", OLD, OLD, FAULT),
		NEVER("something else was read", ANY, ANY, ANY),
	},
	.teeth = { TOOTH(READ_ERROR_IS_CONTENT) },
};
