/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of a file is mapped twice, and dirty through both mappings.  After fsync() a
 * store through either must fault, to make the page dirty again, or the next fsync()
 * finds nothing to write.
 *
 *	CPU 0				CPU 1
 *	fsync(file)			wait for y
 *	y = 1				store(x, 2), fsync(file), r0 = the device's content
 *					store(z, 3), fsync(file), r1 = the device's content
 */
#include <tests/litmus.h>

static void map_twice(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_both(struct run *r)
{
	(void)store(r, r->x, 1);
	(void)store(r, r->z, 1);
}

static void sync_then_tell(struct run *r)
{
	sync_page(r, r->file[0], 0);
	tell(&r->y);
}

static uint64_t store_and_sync(struct run *r, uintptr_t va, unsigned int n)
{
	(void)store(r, va, n);
	sync_page(r, r->file[0], 0);
	return device_content(r, r->file[0], 0);
}

static void store_through_both(struct run *r)
{
	await(&r->y);
	r->reg[0] = store_and_sync(r, r->x, 2);
	r->reg[1] = store_and_sync(r, r->z, 3);
}

LITMUS(mkclean_aliases) = {
	.name = "writeback/mkclean-aliases",
	.asks = "does fsync() make every mapping of a page fault again, not just the first?",
	.source = "Linux, page_mkclean(): rmap_walk() over all mappings",
	.setup = map_twice,
	.warm = { NULL, dirty_both },
	.cpu = { sync_then_tell, store_through_both },
	.regs = { "1:device", "1:device again" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("the device has both stores in turn", 2, 3),
		NEVER("the store through x is lost", 1, 1),
		NEVER("the store through x was not written in time", 1, ANY),
		NEVER("the store through z is lost", 2, 2),
	},
	.teeth = {
		TOOTH(MKCLEAN_FIRST_ONLY),
		TOOTH(MKCLEAN_FLUSHES_FIRST, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
