/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap() clears a dirty PTE.  Were the page counted as not mapped from then on, fsync()
 * would not look for PTEs, wait for no lock, write the page and take it for clean; a store
 * through a stale translation after that would be lost.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			fsync(file)
 *					r0 = store(x, 2)
 *	finally: reclaim; r1 = what read() finds
 */
#include <tests/litmus.h>

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void unmap_x(struct run *r)
{
	unmap(r, r->x);
}

static void sync_then_store(struct run *r)
{
	sync_page(r, r->file[0], 0);
	r->reg[0] = store(r, r->x, 2);
}

static void drop_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(zap_rmap_before_flush) = {
	.name = "unmap/zap-rmap-before-flush",
	.asks = "does a page count as mapped until no CPU can reach it?",
	.source = "5df397dec7c4 (Linux 2022): delay page_remove_rmap() until after the flush",
	.setup = map_shared,
	.warm = { NULL, dirty_x },
	.cpu = { unmap_x, sync_then_store },
	.finish = drop_then_read,
	.regs = { "1:x", "file" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
		SOMETIMES("the store faulted", FAULT, 1),
		SOMETIMES("the store faulted, and nobody had stored before", FAULT, OLD),
	},
	.teeth = {
		TOOTH(ZAP_DROPS_RMAP_EARLY, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
