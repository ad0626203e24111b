/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of a file is dirty, and the device fails to write it when it is reclaimed.  It
 * must stay, and what was stored with it.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = load(x)
 *	r1 = load(x)
 *	finally: r2 = the device's content, after fsync()
 */
#include <tests/litmus.h>

static void map_dirty(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	write_content(r, r->file[0], 0, NEW);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	fail_writes();
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[1] = load(r, r->x);
}

static void read_once(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void sync_and_look(struct run *r)
{
	heal();
	sync_file(r, r->file[0]);
	r->reg[2] = device_content(r, r->file[0], 0);
}

LITMUS(write_fails) = {
	.name = "error/write-fails",
	.asks = "is a page that the device could not write kept, and written later?",
	.source = "-EIO from the device",
	.setup = map_dirty,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_read, read_once },
	.finish = sync_and_look,
	.regs = { "1:x", "0:x", "device" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("nothing was lost", NEW, NEW, NEW),
		NEVER("what was written is lost", ANY, ANY, ANY),
	},
	.teeth = { TOOTH(WRITE_ERROR_IS_CLEAN) },
};
