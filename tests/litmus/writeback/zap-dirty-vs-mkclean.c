/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap() clears a dirty PTE; its flush comes with the whole range's.  In between,
 * fsync() finds no PTE, writes the page and takes it for clean.  A store through a
 * stale translation after that would be lost.
 *
 *	CPU 0				CPU 1
 *	munmap(x and 15 pages more)	fsync(file)
 *					r0 = store(x, 2)
 *	finally: reclaim; r1 = what read() finds
 */
#include <tests/litmus.h>

#define PAGES 16

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void read_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void unmap_range(struct run *r)
{
	unmap_pages(r->mm, r->x, window_pages(PAGES));
}

static void sync_then_store(struct run *r)
{
	sync_file(r, r->file[0]);
	r->reg[0] = store(r, r->x, 2);
}

static void drop_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(zap_dirty_vs_mkclean) = {
	.name = "writeback/zap-dirty-vs-mkclean",
	.asks = "does a store that races with munmap() and fsync() survive?",
	.source = "1cf35d47712d (Linux 2014): split tlb_flush_mmu() into flush and free",
	.setup = map_shared,
	.warm = { read_others, dirty_x },
	.cpu = { unmap_range, sync_then_store },
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
		TOOTH(ZAP_SKIP_FORCE_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
