/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file's page moves, with the flush of its read-only PTE deferred; the PTE is there
 * again when somebody writes the file.  Whoever is told must not read the old frame.
 *
 *	CPU 0				CPU 1
 *	move x				wait for y
 *	write(file)			r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_then_change(struct run *r)
{
	migrate(r, r->x);
	write_content(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(migrate_luf_then_write) = {
	.name = "migrate/luf-then-write",
	.asks = "once write() returns, does a mapping of a page that has moved show what it wrote?",
	.source = "threads/000 (Hildenbrand 2024): the most tricky bit",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { move_then_change, wait_then_read },
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the write, yet read the old frame", OLD),
		SOMETIMES("read what was written", NEW),
	},
	.teeth = {
		TOOTH(WRITE_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
