/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 cuts off the page of the file that x maps, and says so.  Whoever has heard must
 * fault: the page is free, and the file may grow again, to zeros.
 *
 *	CPU 0				CPU 1
 *	truncate(file)			repeat: r0 = y
 *	y = 1				        r1 = load(x)
 */
#include <tests/litmus.h>

#define LAST (LITMUS_FILE_PAGES - 1)

static void map_last(struct run *r)
{
	content(r, r->file[0], LAST, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], LAST);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void truncate_then_tell(struct run *r)
{
	truncate_file(r, r->file[0], LAST);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(truncate_tell) = {
	.name = "unmap/truncate-tell",
	.asks = "once truncate() returns, does every access beyond the end fault?",
	.source = "threads/000: content that changes with no write(); Linux, unmap_mapping_range()",
	.setup = map_last,
	.warm = { NULL, touch },
	.cpu = { truncate_then_tell, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet read what was cut off", 1, OLD),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("read before the truncation", 0, OLD),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(TRUNCATE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(TRUNCATE_SKIP_UNMAP),
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
