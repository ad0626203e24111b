/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file is written, its page moves, and reclaim takes it.  What was written must have
 * gone to the device.
 *
 *	CPU 0
 *	write(file)
 *	move x
 *	reclaim the page
 *	r0 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void write_move_reclaim(struct run *r)
{
	write_content(r, r->file[0], 0, NEW);
	migrate(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	r->reg[0] = load(r, r->x);
}

LITMUS(migrate_dirty) = {
	.name = "migrate/dirty",
	.asks = "does a page that has moved remember that the device has an older one?",
	.source = "Linux, folio_migrate_flags()",
	.setup = map_file,
	.cpu = { write_move_reclaim },
	.regs = { "0:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("what was written is lost", OLD),
		SOMETIMES("it is there", NEW),
	},
	.teeth = {
		TOOTH(MIGRATE_FORGETS_DIRTY),
	},
};
