/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A store makes a private copy of a page that is cut off while the copy is made.  The file
 * grows again, so its size is the same as when the fault began.  But the copy must not bring
 * back what was there before.
 *
 *	CPU 0				CPU 1
 *	truncate(file)			store(x, 1)
 *	grow it again			wait for y
 *	y = 1				r0 = load(x + 8)
 */
#include <tests/litmus.h>

#define LAST (LITMUS_FILE_PAGES - 1)

static void map_last(struct run *r)
{
	content(r, r->file[0], LAST, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], LAST);
}

static void truncate_and_grow(struct run *r)
{
	truncate_file(r, r->file[0], LAST);
	truncate_file(r, r->file[0], LITMUS_FILE_PAGES);
	tell(&r->y);
}

/* The word behind the one that was stored to is as it was copied. */
static void store_then_read(struct run *r)
{
	(void)store(r, r->x, 1);
	await(&r->y);
	r->reg[0] = load(r, r->x + sizeof(uint64_t));
}

LITMUS(truncate_private_copy) = {
	.name = "unmap/truncate-private-copy",
	.asks = "does a private copy never outlive the truncation of what it copied?",
	.source = "Linux, truncate_pagecache(): the second unmap_mapping_range()",
	.setup = map_last,
	.cpu = { truncate_and_grow, store_then_read },
	.regs = { "1:x+8" },
	.sees = { OLD, FOREIGN },
	.outcomes = {
		NEVER("read what was cut off", OLD),
		NEVER("read a free frame", FREED),
		SOMETIMES("read zeros", FOREIGN),
	},
	.teeth = {
		TOOTH(FAULT_IGNORES_TRUNCATE),
	},
};
