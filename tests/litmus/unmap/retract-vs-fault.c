/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fault has found the page table in which it will map its page; the table is taken
 * away before it holds the lock.  It must notice, and look for the table anew.
 *
 *	CPU 0				CPU 1
 *	take the file's tables away	r0 = store(lone, 1)
 *	finally: munmap; reclaim; r1 = the device's content, r2 = is it cached still?
 */
#include <tests/litmus.h>

/* The VMA begins just before the end of the file, so it has few pages of it. */
#define INDEX (LITMUS_FILE_PAGES - 1)

static void map_lone(struct run *r)
{
	content(r, r->file[0], INDEX, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_WRITE | VM_SHARED, r->file[0], INDEX);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void retract_tables(struct run *r)
{
	retract(r, r->file[0], INDEX);
}

static void store_it(struct run *r)
{
	r->reg[0] = store(r, r->lone, 1);
}

static void unmap_drop_look(struct run *r)
{
	unmap_pages(r->mm, r->lone, TABLE_PAGES);
	reclaim(r, r->file[0], INDEX, 1);
	r->reg[1] = device_content(r, r->file[0], INDEX);
	r->reg[2] = is_cached(r, r->file[0], INDEX);
}

LITMUS(retract_vs_fault) = {
	.name = "unmap/retract-vs-fault",
	.asks = "does a fault map its page in a table that is still linked?",
	.source = "Linux, pte_offset_map_lock: the pmd entry is checked again under the lock",
	.setup = map_lone,
	.warm = { NULL, touch },
	.cpu = { retract_tables, store_it },
	.finish = unmap_drop_look,
	.regs = { "1:lone", "device", "cached" },
	.sees = { OLD, 1 },
	.outcomes = {
		SOMETIMES("the store is there", DONE, 1, 0),
		NEVER("the page is unmapped, yet counts as mapped", DONE, 1, 1),
		NEVER("the store is lost", DONE, OLD, ANY),
	},
	.teeth = {
		/* On metal the kernel's own checks find the page still mapped, and end the boot. */
		TOOTH(FAULT_SKIP_RETIRED, .ends_boot = true),
	},
};
