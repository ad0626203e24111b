/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What LUF allows: a page is reclaimed, freed, and a CPU reads on through its stale
 * translation, or reads the page in again.  Nobody changed anything, so both are the
 * same content, and no detector may complain.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = load(x)
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_it(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
}

static void look_twice(struct run *r)
{
	r->reg[0] = load(r, r->x);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_reads_on) = {
	.name = "control/luf-reads-on",
	.asks = "is it silent while a reclaimed page is read on, unchanged?",
	.source = "SDM vol. 3, 4.10.5: a flush may be delayed past the free",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_it, look_twice },
	.regs = { "1:first", "1:second" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read a free frame", OLD, FREED),
		SOMETIMES("read the page twice", OLD, OLD),
	},
	.control = true,
};
