/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 faults on pages that CPU 0 cuts off at that moment.  Truncation may have looked for
 * mappings before the fault makes one: then the fault must notice the truncation.
 *
 *	CPU 0				CPU 1
 *	truncate(file)			load(x)		for several pages x
 *	y = 1				wait for y
 *					r0 = load(x)	of those, the first that shows any
 */
#include <tests/litmus.h>

#define PAGES window_pages(8)
#define FIRST (LITMUS_FILE_PAGES - PAGES)

static void map_last(struct run *r)
{
	for (size_t i = 0; i < PAGES; i++)
		content(r, r->file[0], FIRST + i, OLD);
	map_pages(r->mm, r->x, PAGES, VM_READ | VM_SHARED, r->file[0], FIRST);
}

static void truncate_then_tell(struct run *r)
{
	truncate_file(r, r->file[0], FIRST);
	tell(&r->y);
}

static void fault_then_read(struct run *r)
{
	for (size_t i = 0; i < PAGES; i++)
		(void)load(r, r->x + i * PAGE_SIZE);
	await(&r->y);
	r->reg[0] = FAULT;
	for (size_t i = 0; i < PAGES && r->reg[0] == FAULT; i++)
		r->reg[0] = load(r, r->x + i * PAGE_SIZE);
}

LITMUS(truncate_vs_fault) = {
	.name = "unmap/truncate-vs-fault",
	.asks = "does a fault that races with truncate() leave no mapping behind?",
	.source = "Linux, do_no_page(): truncate_count",
	.setup = map_last,
	.cpu = { truncate_then_tell, fault_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet read what was cut off", OLD),
		NEVER("read a free frame", FREED),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(FAULT_IGNORES_TRUNCATE),
	},
};
