/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim clears the PTE of x and defers the flush; then CPU 0 reads x in again, which
 * overwrites the marker if there was one: the content is the same.  munmap() of the new
 * page must drop what CPU 1 still has of the old one too.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	load(x)				        r1 = load(x)
 *	munmap(x)
 *	y = 1
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

static void reclaim_read_unmap(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	(void)load(r, r->x);
	unmap(r, r->x);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_read_munmap) = {
	.name = "reclaim/luf-read-munmap",
	.asks = "does munmap() of a page read in again drop the page that was there before?",
	.source = "threads/000: PTE markers, overwritten by a page of the same content",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_read_unmap, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of the munmap, yet read a page", 1, OLD),
		SOMETIMES("told, then faulted", 1, FAULT),
		SOMETIMES("read before the munmap", 0, OLD),
		SOMETIMES("faulted before being told", 0, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .policies = ON_LUF, .tracks = TRACK_PTE,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(GATHER_SKIP_FLUSH, .policies = ON_EAGER | ON_BATCH,
		      .needs = KEEPS_UNMAPPED),
	},
};
