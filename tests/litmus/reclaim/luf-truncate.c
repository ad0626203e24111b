/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page is reclaimed with its flush deferred, and then cut off: truncation finds
 * nothing that is mapped, nor anything cached.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	truncate(file)			        r1 = load(x)
 *	y = 1
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

static void reclaim_then_truncate(struct run *r)
{
	reclaim(r, r->file[0], LAST, 1);
	truncate_file(r, r->file[0], LAST);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_truncate) = {
	.name = "reclaim/luf-truncate",
	.asks = "does truncate() flush what LUF has put off, though nothing is mapped any more?",
	.source = "threads/000 and 001: the gather that gathers nothing",
	.setup = map_last,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_truncate, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet read what was cut off", 1, OLD),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("read before the truncation", 0, OLD),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
