/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The file's page is reclaimed with its flush deferred, so that CPU 1 may go on
 * reading it.  Then somebody writes the file, into a new page.  Whoever is told that
 * write() returned must read what it wrote.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	write(file)			        r1 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

/* A flush is deferred for the file before, and settled. */
static void defer_and_settle(struct run *r)
{
	(void)load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	write_content(r, r->file[0], 0, OLD);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_write(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	write_content(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_pagecache_write) = {
	.name = "reclaim/luf-pagecache-write",
	.asks = "once write() returns, does every mapping show what it wrote?",
	.source = "threads/000 (Hildenbrand 2024): the case that PTE markers cannot handle",
	.setup = map_file,
	.warm = { defer_and_settle, touch },
	.cpu = { reclaim_then_write, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the write, yet read the old page", 1, OLD),
		SOMETIMES("told, and read what was written", 1, NEW),
		SOMETIMES("read before the write", 0, OLD),
		SOMETIMES("read the new page before being told", 0, NEW),
	},
	.teeth = {
		TOOTH(WRITE_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(LUF_FOLD_KEEPS_OLD_UGEN, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
