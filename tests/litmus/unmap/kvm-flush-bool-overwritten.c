/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap() moves two pages from x to b.  The first is mapped, so x must be flushed.  The second
 * is not mapped, which must not make mremap() forget that.
 *
 *	CPU 0				CPU 1
 *	mremap(x and the next to b)	fsync(file)
 *					r0 = store(x, 2)
 *	finally: reclaim; r1 = what read() finds
 */
#include <tests/litmus.h>

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->x, 2, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void move(struct run *r)
{
	move_pages(r->mm, r->x, 2, r->x + 8 * PAGE_SIZE);
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

LITMUS(kvm_flush_bool_overwritten) = {
	.name = "unmap/kvm-flush-bool-overwritten",
	.asks = "is a flush that one page needs made though the next one needs none?",
	.source = "315f02c60d94 (Linux 2021): KVM: preserve pending TLB flush, in mremap's shape",
	.setup = map_shared,
	.warm = { NULL, dirty_x },
	.cpu = { move, sync_then_store },
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
		TOOTH(FLUSH_BOOL_OVERWRITTEN, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
